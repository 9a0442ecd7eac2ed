package io.baton.agents.llm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamParserTest {

  private static List<ServerSentEvent> parse(String text) {
    var events = new ArrayList<ServerSentEvent>();
    new EventStreamParser()
        .parse(
            new ByteArrayInputStream(text.getBytes(UTF_8)),
            new ServerSentEventListener() {
              @Override
              public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
                events.add(event);
              }

              @Override
              public void onError(Throwable failure) {
                events.add(new ServerSentEvent("failed", String.valueOf(failure.getMessage())));
              }
            });
    return events;
  }

  private static ServerSentEvent event(String data) {
    return new ServerSentEvent(null, data);
  }

  @Test
  void allKindsOfLineEndsAreOne() {
    assertThat(parse("data: 1\n\ndata: 2\r\n\r\ndata: 3\r\rdata: 4\r\n\n"))
        .containsExactly(event("1"), event("2"), event("3"), event("4"));
  }

  @Test
  void dataOfSeveralLinesIsJoined() {
    assertThat(parse("data: a\ndata:\ndata:b\n\n")).containsExactly(event("a\n\nb"));
  }

  @Test
  void lineEndOfTwoCharactersEndsOneLine() {
    assertThat(parse("event: a\r\ndata: 1\r\ndata: 2\r\n\r\n"))
        .containsExactly(new ServerSentEvent("a", "1\n2"));
  }

  @Test
  void onlyOneSpaceIsTakenAway() {
    assertThat(parse("data:  a \n\n")).containsExactly(event(" a "));
  }

  @Test
  void commentsAndOtherFieldsAreIgnored() {
    assertThat(parse(": ping\nid: 7\nretry: 10\nfoo\ndata: 1\n\n")).containsExactly(event("1"));
  }

  @Test
  void nameIsThatOfItsOwnEventOnly() {
    assertThat(parse("event: first\n\nevent: second\ndata: 1\n\ndata: 2\n\n"))
        .containsExactly(new ServerSentEvent("second", "1"), event("2"));
  }

  @Test
  void byteOrderMarkIsSkipped() {
    assertThat(parse("\uFEFFdata: 1\n\n")).containsExactly(event("1"));
  }

  @Test
  void endWithinAnEventIsAnError() {
    assertThat(parse("data: 1\n\ndata: {\"a\":"))
        .containsExactly(
            event("1"), new ServerSentEvent("failed", "the stream ended within an event"));
  }

  @Test
  void lastEventMayLackItsEmptyLine() {
    assertThat(parse("data: {\"a\": 1}\n")).containsExactly(event("{\"a\": 1}"));
    assertThat(parse("data: [DONE]")).containsExactly(event("[DONE]"));
  }

  @Test
  void emptyStreamHasNoEvents() {
    assertThat(parse("")).isEmpty();
    assertThat(parse("\n\n")).isEmpty();
  }

  @Test
  void whatIsNoEventIsOneOfAnErrorIfNothingElseCame() {
    assertThat(parse("{\"a\":\n1}")).containsExactly(new ServerSentEvent("error", "{\"a\":\n1}"));
    assertThat(parse("nonsense\ndata: 1\n\n")).containsExactly(event("1"));
    assertThat(parse("x".repeat(5_000)).getFirst().data()).hasSize(1_000);
    assertThat(parse(": only a comment\nid: 7\nretry: 3\n\n")).isEmpty();
  }
}
