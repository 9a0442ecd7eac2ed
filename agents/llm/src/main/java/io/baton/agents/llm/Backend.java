package io.baton.agents.llm;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.baton.agents.TimeSource;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A model with what all agents share that use it: how many calls go on at once, how many begin in a
 * period, and what a token costs. When its service says that it wants to be asked again after some
 * time, all of them wait, but no longer than the agent's longest wait that was told so.
 * Thread-safe; its agents should run by one clock.
 *
 * <p>Unless set, there is no bound, no rate and no price.
 */
public final class Backend {

  private final ModelPort model;
  private final @Nullable Semaphore calls;
  private final RateLimit rate;
  private final PriceTable prices;
  private final boolean takesSchema;

  private Backend(Builder builder) {
    this.model = builder.model;
    this.calls = builder.concurrency == 0 ? null : new Semaphore(builder.concurrency, true);
    this.rate = builder.rate;
    this.prices = builder.prices;
    this.takesSchema = builder.takesSchema;
  }

  /** A model that answers in one piece, without bounds. */
  public static Backend of(ChatModel model) {
    return builder(model).build();
  }

  /** A model that streams, without bounds. */
  public static Backend of(StreamingChatModel model) {
    return builder(model).build();
  }

  /** To set the bounds of a model that answers in one piece. */
  public static Builder builder(ChatModel model) {
    return new Builder(new ModelPort.Blocking(model));
  }

  /** To set the bounds of a model that streams. */
  public static Builder builder(StreamingChatModel model) {
    return new Builder(new ModelPort.Streaming(model));
  }

  /** Sets the bounds of a model. For one thread. */
  public static final class Builder {
    private final ModelPort model;
    private int concurrency;
    private RateLimit rate = RateLimit.none();
    private PriceTable prices = PriceTable.none();
    private boolean takesSchema;

    private Builder(ModelPort model) {
      this.model = model;
      this.takesSchema = model.takesSchema();
    }

    /**
     * Sets how many calls go on at once; those that come next wait in their order.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder concurrency(int most) {
      concurrency = Checks.atLeast("concurrency", 1, most);
      return this;
    }

    /**
     * Sets how many calls may begin in a period; those that come next wait.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    public Builder rate(int most, Duration period) {
      rate = RateLimit.of(Checks.atLeast("rate", 1, most), Checks.positive("period", period));
      return this;
    }

    /** Sets what tokens cost. */
    public Builder prices(PriceTable table) {
      prices = table;
      return this;
    }

    /**
     * Sets whether the model takes a JSON Schema for its answer; a model that does not is told the
     * schema in words. By default it is what LangChain4j says of the model, which is too little for
     * OpenAI's streaming one.
     */
    public Builder takesSchema(boolean takes) {
      takesSchema = takes;
      return this;
    }

    /** The model with its bounds; each has bounds of its own. */
    public Backend build() {
      return new Backend(this);
    }
  }

  ModelPort model() {
    return model;
  }

  boolean takesSchema() {
    return takesSchema;
  }

  PriceTable prices() {
    return prices;
  }

  /** Waits until a call may begin; each is given back by {@link #leave}. */
  void enter(TimeSource time) throws InterruptedException {
    if (calls != null) {
      calls.acquire();
    }
    try {
      rate.pass(time);
    } catch (InterruptedException | RuntimeException e) {
      leave();
      throw e;
    }
  }

  void leave() {
    if (calls != null) {
      calls.release();
    }
  }

  /** The service wants to be left alone for so long. */
  void hold(TimeSource time, Duration duration) {
    rate.hold(time, duration);
  }
}
