package io.baton.agents.llm;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import io.baton.agents.AgentContext;
import io.baton.agents.DetachedContext;
import java.util.Collection;
import java.util.List;

/** Calls tools as the answer of a model would. */
record Calls(Toolbox tools, AgentContext context) {

  Calls(Collection<? extends Tool<?, ?>> tools) {
    this(Toolbox.of(tools));
  }

  Calls(Toolbox tools) {
    this(tools, DetachedContext.of(new Claim("x")));
  }

  static ToolExecutionRequest request(String tool, String arguments) {
    return request("", tool, arguments);
  }

  static ToolExecutionRequest request(String id, String tool, String arguments) {
    return ToolExecutionRequest.builder().id(id).name(tool).arguments(arguments).build();
  }

  /** The texts that go back to the model. */
  List<String> run(ToolExecutionRequest... requests) throws InterruptedException {
    return tools.call(List.of(requests), context).stream()
        .map(ToolExecutionResultMessage::text)
        .toList();
  }
}
