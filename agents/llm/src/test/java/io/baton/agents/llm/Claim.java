package io.baton.agents.llm;

import io.baton.events.Event;

record Claim(String text) implements Event {}
