package io.baton.agents.llm;

/** Where the calls of a tool run. */
public enum ToolExecution {

  /** Each call on a virtual thread of its own, so that it may block. The default. */
  VIRTUAL,

  /**
   * On platform threads of a pool that all tools of this kind share, as many as the machine has
   * processors: for what computes. Calls beyond that wait, in the order in which they came.
   */
  CPU,

  /**
   * Each call on a virtual thread of its own, but one at a time, also of several agents that have
   * this tool; the others wait in the order in which they came. One that is interrupted and goes on
   * all the same keeps the next one waiting until it has ended.
   */
  EXCLUSIVE
}
