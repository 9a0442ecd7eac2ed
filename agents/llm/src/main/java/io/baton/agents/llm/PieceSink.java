package io.baton.agents.llm;

/** Takes what one call of a model sends, in order, one piece at a time. */
@FunctionalInterface
interface PieceSink {

  void accept(Piece piece);
}
