package io.baton.agents.llm;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a reply beside what it says. Tokens and cost are those of all calls that it
 * took: rounds of tools, answers that were asked for again, and failed calls as far as they were
 * counted.
 *
 * @param provider who runs the model, as LangChain4j names it
 * @param model the model's name, as it says itself
 * @param calls how often the model was called; at least 1
 * @param inputTokens how many tokens it was given
 * @param outputTokens how many it wrote
 * @param cost what that costs by the back end's prices; empty if it has none for the model
 * @param finish why the last call ended, in lower case, such as {@code stop}; empty if the model
 *     did not say
 * @param firstToken how long the first piece of the first call took; empty if the model does not
 *     stream
 * @param work how long the reply took
 */
public record ReplyMeta(
    String provider,
    String model,
    int calls,
    long inputTokens,
    long outputTokens,
    Optional<BigDecimal> cost,
    String finish,
    Optional<Duration> firstToken,
    Duration work) {}
