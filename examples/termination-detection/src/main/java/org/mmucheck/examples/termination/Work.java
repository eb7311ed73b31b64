package org.mmucheck.examples.termination;

import org.jspecify.annotations.Nullable;

/**
 * What the nodes are there for.
 *
 * @param <M> the messages
 */
@FunctionalInterface
public interface Work<M> {
  /**
   * Does what a message asks for, and sends what follows from it.
   *
   * @param me the node that has the message
   * @param message null for what a node does of itself, once, at the beginning
   */
  void handle(Node<M> me, @Nullable M message);
}
