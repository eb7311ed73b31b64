package org.mmucheck.examples.termination;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.mmucheck.points.Points;

/**
 * Nodes that work for each other, and the token that finds out when all have come to rest. Node 0
 * is the initiator: it starts the rounds and announces the end.
 *
 * <p>Concurrency: nothing here changes but {@code terminated}, which opens once. Each node has two
 * threads, its worker and its carrier, which {@link #start} starts. They meet under the locks of
 * the nodes.
 *
 * @param <M> the messages
 */
public final class Ring<M> {
  private final List<Node<M>> nodes;
  private final CountDownLatch terminated = new CountDownLatch(1);

  /** A ring that keeps all rules. */
  public Ring(int size) {
    this(size, EnumSet.allOf(Rule.class), Points.NONE);
  }

  /**
   * @param size how many nodes, at least 2
   * @param rules those that it keeps
   */
  public Ring(int size, Set<Rule> rules, Points points) {
    if (size < 2) {
      throw new IllegalArgumentException("a ring of " + size + " nodes; it takes at least 2");
    }
    Set<Rule> kept = Set.copyOf(rules);
    List<Node<M>> made = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      made.add(new Node<>(kept, points));
    }
    nodes = List.copyOf(made);
    nodes.getFirst().acceptToken(Token.FIRST);
  }

  public int size() {
    return nodes.size();
  }

  public Node<M> node(int number) {
    return nodes.get(number);
  }

  /** Starts the threads of all nodes. They end when the ring has terminated. */
  public void start(Work<M> work) {
    for (int i = 0; i < nodes.size(); i++) {
      int number = i;
      Thread.ofVirtual().name("worker " + i).start(() -> work(nodes.get(number), work));
      Thread.ofVirtual().name("carrier " + i).start(() -> carryToken(number));
    }
  }

  private void work(Node<M> me, Work<M> work) {
    try {
      @Nullable M message = null;
      do {
        work.handle(me, message);
        me.finish();
        message = me.receive();
      } while (message != null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the carrier of a node does until the ring has terminated. */
  void carryToken(int number) {
    boolean initiator = number == 0;
    Node<M> from = nodes.get(number);
    Node<M> to = nodes.get((number + 1) % nodes.size());
    Token token = initiator ? from.judge() : from.releaseToken();
    while (token != null) {
      to.acceptToken(token);
      token = initiator ? from.judge() : from.releaseToken();
    }
    if (initiator) {
      terminated.countDown();
      nodes.forEach(Node::dismiss);
    }
  }

  /** Waits until all nodes have come to rest. */
  public void awaitTermination() throws InterruptedException {
    terminated.await();
  }

  /** Whether it has been announced that all nodes have come to rest. */
  public boolean hasTerminated() {
    return terminated.getCount() == 0;
  }
}
