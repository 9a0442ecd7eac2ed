package io.baton.samples.debate;

/** The two sides of a debate. */
public enum Side {
  /** For the motion. It begins. */
  PRO,

  /** Against it. */
  CON;

  Side other() {
    return this == PRO ? CON : PRO;
  }
}
