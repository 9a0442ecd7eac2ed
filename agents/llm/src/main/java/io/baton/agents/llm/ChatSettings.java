package io.baton.agents.llm;

import dev.langchain4j.model.chat.request.ChatRequestParameters;

/**
 * How a chat works.
 *
 * @param empty the history before the first question
 * @param parameters what is said to the model beside messages and tools
 */
record ChatSettings(
    Backend backend,
    CallSettings calls,
    ChatRequestParameters parameters,
    ChatHistory empty,
    Toolbox tools,
    int maxToolRounds,
    boolean refusesWhenBusy,
    ChatContext.Outside outside) {}
