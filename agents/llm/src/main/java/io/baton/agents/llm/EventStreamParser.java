package io.baton.agents.llm;

import dev.langchain4j.http.client.sse.DefaultServerSentEventParsingHandle;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events as the HTML standard has them ("Server-sent events", section 9.2.6).
 *
 * <p>It differs in two points. The standard drops an event that the stream's end cuts off, and here
 * that is an error, since the answer that it belongs to is not whole; an event that only lacks its
 * empty line is taken. And the standard passes over what is no field, and here that is an event of
 * the name {@code error} if nothing else came: so a service says with status 200 that it failed,
 * and so a page of the web looks.
 */
final class EventStreamParser implements ServerSentEventParser {

  /** No event of a model comes near it. */
  static final int LONGEST_EVENT = 16 * 1024 * 1024;

  /** How much of what is no event is shown. */
  private static final int LONGEST_STRAY = 1_000;

  private static final Set<String> FIELDS = Set.of("data", "event", "id", "retry", "");

  private static final int BYTE_ORDER_MARK = '\uFEFF';

  @Override
  public void parse(InputStream body, ServerSentEventListener listener) {
    var handle = new DefaultServerSentEventParsingHandle(body);
    try {
      var reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
      new Run(reader, handle, listener).parse();
    } catch (IOException e) {
      if (!handle.isCancelled()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The reading of one stream. */
  private static final class Run {
    private final Reader reader;
    private final DefaultServerSentEventParsingHandle handle;
    private final ServerSentEventContext context;
    private final ServerSentEventListener listener;
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder data = new StringBuilder();
    private final StringBuilder stray = new StringBuilder();
    private @Nullable String name;
    private boolean afterReturn;
    private boolean hasData;
    private boolean hasEvents;

    Run(
        Reader reader,
        DefaultServerSentEventParsingHandle handle,
        ServerSentEventListener listener) {
      this.reader = reader;
      this.handle = handle;
      this.context = new ServerSentEventContext(handle);
      this.listener = listener;
    }

    void parse() throws IOException {
      int first = reader.read();
      if (first != BYTE_ORDER_MARK) {
        accept(first);
      }
      for (int c = first; c >= 0 && !handle.isCancelled(); ) {
        c = reader.read();
        accept(c);
      }
      if (!handle.isCancelled()) {
        end();
      }
    }

    private void accept(int c) throws IOException {
      if (c == '\n' && afterReturn) {
        afterReturn = false;
        return;
      }
      afterReturn = c == '\r';
      if (c == '\n' || c == '\r') {
        acceptLine(line.toString());
        line.setLength(0);
      } else if (c >= 0) {
        line.append((char) c);
        if (line.length() + data.length() > LONGEST_EVENT) {
          throw new IOException("an event of the stream has more than " + LONGEST_EVENT + " chars");
        }
      }
    }

    private void acceptLine(String text) {
      if (text.isEmpty()) {
        dispatch();
        return;
      }
      int colon = text.indexOf(':');
      String field = colon < 0 ? text : text.substring(0, colon);
      String value = colon < 0 ? "" : text.substring(colon + 1);
      if (value.startsWith(" ")) {
        value = value.substring(1);
      }
      if (field.equals("data")) {
        data.append(hasData ? "\n" : "").append(value);
        hasData = true;
      } else if (field.equals("event")) {
        name = value;
      } else if (!FIELDS.contains(field) && stray.length() < LONGEST_STRAY) {
        stray.append(stray.isEmpty() ? "" : "\n").append(text);
      }
    }

    private void dispatch() {
      if (hasData) {
        hasEvents = true;
        listener.onEvent(new ServerSentEvent(name, data.toString()), context);
      }
      data.setLength(0);
      hasData = false;
      name = null;
    }

    private void end() {
      acceptLine(line.isEmpty() ? ":" : line.toString());
      if (hasData && !JsonText.isWhole(data.toString())) {
        listener.onError(new CutOffException("the stream ended within an event"));
        return;
      }
      dispatch();
      if (!hasEvents && !stray.isEmpty()) {
        stray.setLength(Math.min(stray.length(), LONGEST_STRAY));
        listener.onEvent(new ServerSentEvent("error", stray.toString()), context);
      }
    }
  }
}
