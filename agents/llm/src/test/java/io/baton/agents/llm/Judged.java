package io.baton.agents.llm;

import io.baton.events.Event;

record Judged(String claim, boolean holds) implements Event {}
