package io.baton.agents.llm;

import tools.jackson.databind.JsonNode;

/**
 * A call of a tool that a model asks for. Immutable.
 *
 * @param id the model's id of the call; empty if it gave none
 * @param tool the tool's name
 * @param arguments its arguments, which have been found to be what the tool takes
 */
public record ToolCall(String id, String tool, JsonNode arguments) {}
