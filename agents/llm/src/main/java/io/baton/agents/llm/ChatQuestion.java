package io.baton.agents.llm;

import io.baton.events.Event;

/** What a chat's calls are about in a trace; never routed. */
record ChatQuestion(String chat) implements Event {}
