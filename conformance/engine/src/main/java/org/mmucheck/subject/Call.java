package org.mmucheck.subject;

import org.mmucheck.spec.ActionInstance;

/**
 * A command that runs: the action that has started it says where it waits.
 *
 * @param offer what it is an instance of
 */
record Call(ActionInstance action, Offer offer) implements Runnable {
  /** What an idle task can begin, and how often; part of the state for that. */
  static final class Offer {
    private final Command body;
    private int left;

    /**
     * @param left how often; without bound if it is {@link Integer#MAX_VALUE}
     */
    Offer(Command body, int left) {
      this.body = body;
      this.left = left;
    }

    boolean isUsedUp() {
      return left == 0;
    }

    int left() {
      return left;
    }

    Call begin(ActionInstance action) {
      add(-1);
      return new Call(action, this);
    }

    private void add(int calls) {
      if (left != Integer.MAX_VALUE) {
        left += calls;
      }
    }
  }

  /** Takes the call back, since it cannot begin now. */
  void takeBack() {
    offer.add(1);
  }

  @Override
  public void run() {
    try {
      offer.body.run(new Args(action));
    } catch (Exception failure) {
      throw Call.<RuntimeException>as(failure); // whoever reads of it wants the code's own
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T as(Throwable failure) throws T {
    throw (T) failure;
  }
}
