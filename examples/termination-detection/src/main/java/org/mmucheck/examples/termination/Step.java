package org.mmucheck.examples.termination;

/** Where a thread begins a step by itself, or must wait for what another does. */
enum Step {
  RECEIVE,
  WAKE_UP,
  PASS_TOKEN,
  JUDGE
}
