package org.mmucheck.examples.termination;

/**
 * What goes round the ring.
 *
 * @param colour black if what it has counted may be out of date
 * @param count messages that the nodes so far have sent, less those that they have received
 */
public record Token(Colour colour, int count) {
  /** Before the first round: it has seen nobody, so it proves nothing. */
  static final Token FIRST = new Token(Colour.BLACK, 0);
}
