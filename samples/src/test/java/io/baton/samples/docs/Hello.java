package io.baton.samples.docs;

// docs: hello
import io.baton.dispatcher.AsyncDispatcher;
import io.baton.dispatcher.Router;
import io.baton.events.Event;
import java.time.Duration;
import java.util.List;

// end

/** The whole program on the first page. */
// docs: hello
public final class Hello {
  record Name(String text) implements Event {}

  record Greeting(String text) implements Event {}

  public static void main(String[] names) throws InterruptedException {
    var router = new Router();
    router.on(Name.class, "greeter", (name, _) -> List.of(new Greeting("Hello " + name.text())));
    router.listen(Greeting.class, "printer", greeting -> System.out.println(greeting.text()));
    try (var dispatcher = AsyncDispatcher.start(router)) {
      List.of(names).forEach(name -> dispatcher.dispatch(new Name(name)));
      System.out.println(dispatcher.awaitDrained(Duration.ofMinutes(1)));
    }
  }
}
// end
