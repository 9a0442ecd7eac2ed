package io.baton.tracing.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PatienceTest {
  private final Patience patience = new Patience(Duration.ZERO);

  @Test
  void connectionThatKeepsAThreadWaitingIsClosed() throws Exception {
    try (var server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (var silent = SocketChannel.open(server.getLocalAddress());
          var connection = server.accept()) {
        var ended = new CompletableFuture<Throwable>();
        Thread.ofPlatform().daemon().start(() -> patience.around(() -> read(connection, ended)));

        while (!ended.isDone()) {
          patience.check();
          Thread.onSpinWait();
        }

        assertThat(ended.get(1, TimeUnit.MINUTES)).isInstanceOf(ClosedByInterruptException.class);
        assertThat(connection.isOpen()).isFalse();
        assertThat(silent.isOpen()).isTrue();
      }
    }
  }

  @Test
  void threadThatDoesItsOwnWorkIsLeftAlone() {
    patience.begin();
    patience.end();

    patience.check();

    assertThat(Thread.interrupted()).isFalse();
  }

  private static void read(SocketChannel connection, CompletableFuture<Throwable> ended) {
    try {
      connection.read(ByteBuffer.allocate(1));
      ended.complete(new AssertionError("nobody has sent anything"));
    } catch (Exception e) {
      ended.complete(e);
    }
  }
}
