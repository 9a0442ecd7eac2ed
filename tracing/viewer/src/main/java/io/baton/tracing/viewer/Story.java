package io.baton.tracing.viewer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one run or a batch of them, as the page shows it. All times are in microseconds
 * since {@code started}.
 *
 * @param id the correlation; empty for a batch
 * @param title what it is called
 * @param state how it stands
 * @param open whether it goes on
 * @param started when it began, in milliseconds
 * @param micros how long it took, or takes so far
 * @param totals all of it in figures
 * @param rows the tree, from top to bottom
 * @param leftOut how many rows are not there, since there are too many
 * @param remarks what a reader should know
 */
record Story(
    String id,
    String title,
    String state,
    boolean open,
    long started,
    long micros,
    Totals totals,
    List<Row> rows,
    int leftOut,
    List<String> remarks) {

  /** All of it in figures. */
  record Totals(
      int events,
      int deliveries,
      int handled,
      int failures,
      int openDeliveries,
      int openJoins,
      int retries,
      long waited,
      long worked,
      int modelCalls,
      int toolCalls,
      long inputTokens,
      long outputTokens,
      @Nullable String cost) {}

  /** A line of the tree. */
  sealed interface Row {
    /** How deep it stands. */
    int d();
  }

  /** An event that went to none or to several agents. */
  record OfEvent(
      String kind,
      int d,
      boolean critical,
      String event,
      String type,
      long at,
      boolean unrouted,
      @JsonUnwrapped Origin of)
      implements Row {}

  /** An event at an agent; if that was its only one, with all that is known of the event. */
  record OfDelivery(
      String kind,
      int d,
      boolean critical,
      String event,
      String type,
      @JsonUnwrapped Work work,
      @JsonUnwrapped @Nullable Origin of)
      implements Row {}

  /** A join, with the work of its function if that was called. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record OfJoin(
      String kind,
      int d,
      boolean critical,
      String join,
      String opener,
      String reason,
      List<String> parts,
      List<String> missing,
      List<Dropped> dropped,
      long at,
      @Nullable Long end,
      List<Attempt> attempts,
      @Nullable Long waited,
      @Nullable Long worked,
      Payloads.@Nullable FailureView failure)
      implements Row {}

  /** Where an event comes from and what it says. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Origin(
      String source,
      int hops,
      List<String> causes,
      boolean orphan,
      @Nullable Object payload,
      boolean payloadLeftOut) {}

  /** What an agent did with an event. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Work(
      String agent,
      String state,
      long at,
      @Nullable Long end,
      long waited,
      long worked,
      List<Attempt> attempts,
      @Nullable String thread,
      Payloads.@Nullable FailureView failure,
      @Nullable String recovery,
      List<Note> notes,
      List<Model> models,
      List<Tool> tools,
      List<Written> memory) {}

  /** One attempt. */
  record Attempt(
      int number,
      long at,
      long waited,
      long worked,
      String state,
      boolean timedOut,
      @Nullable String failure,
      @Nullable Long delay) {}

  /** What an agent noted. */
  record Note(long at, String text) {}

  /** A call of a language model. */
  record Model(
      String provider,
      String model,
      long worked,
      @Nullable Long firstToken,
      long inputTokens,
      long outputTokens,
      @Nullable String cost,
      String finish,
      @Nullable String failure) {}

  /** A call of a tool. */
  record Tool(String tool, long worked, @Nullable String failure) {}

  /** A key of working memory that was written. */
  record Written(String key, long version) {}

  /** A part that a join did not keep. */
  record Dropped(String event, String fate) {}
}
