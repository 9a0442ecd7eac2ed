package io.baton.tracing;

/** A part of an explanation while it is put together. Confined to the thread that does so. */
abstract sealed class Draft permits DeliveryDraft, JoinDraft, StepDraft {

  /** Whether it belongs to the chain that determined the end. */
  boolean isCritical;
}
