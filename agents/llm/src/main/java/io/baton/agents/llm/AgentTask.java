package io.baton.agents.llm;

import io.baton.events.Event;

/**
 * What a ready agent works on. It travels in each of the agent's steps. Immutable.
 *
 * @param agent the name of the agent's route; only that agent takes the steps
 * @param about the event that the agent was given
 * @param text what the model is asked about it
 */
public record AgentTask(String agent, Event about, String text) {}
