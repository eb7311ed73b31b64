package org.mmucheck.examples.termination;

/** What the protocol rests on. A ring without one of them makes a mistake sooner or later. */
public enum Rule {
  /** A node counts what it sends and receives. */
  COUNT_MESSAGES,
  /** A node that receives turns black. */
  BLACKEN_ON_RECEIVE,
  /** What receives, wakes up under the same lock. */
  WAKE_AT_ONCE,
  /** An active node keeps the token. */
  KEEP_WHILE_ACTIVE,
  /** A black node blackens the token. */
  TAINT_TOKEN,
  /** A node that has passed the token turns white. */
  WHITEN_AFTER_PASS,
  /** The initiator judges its own colour as well. */
  JUDGE_OWN_COLOUR,
  /** The initiator judges its own balance as well. */
  JUDGE_OWN_BALANCE,
  /** A new round makes the token white. */
  START_WHITE
}
