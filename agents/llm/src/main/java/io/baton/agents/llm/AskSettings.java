package io.baton.agents.llm;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.util.List;
import java.util.function.Function;

/**
 * How an agent asks its model.
 *
 * @param behaviour the system text; empty for none
 * @param prompt what is asked, after the behaviour
 * @param parameters what is said to the model beside messages, schema and tools
 * @param form what the answer is read as
 * @param checks what must hold of it
 * @param memos what it remembers together with the model
 * @param tools what the model may call
 * @param toolRounds how often it may ask for tools
 * @param repairs how often an answer that cannot be used is asked for again
 */
record AskSettings<E, R>(
    Backend backend,
    String behaviour,
    Function<? super E, ? extends List<? extends ChatMessage>> prompt,
    ChatRequestParameters parameters,
    AnswerForm<R> form,
    List<AnswerCheck<R>> checks,
    Memos memos,
    Toolbox tools,
    int toolRounds,
    int repairs,
    CallSettings calls) {}
