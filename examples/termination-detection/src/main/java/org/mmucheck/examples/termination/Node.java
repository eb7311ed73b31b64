package org.mmucheck.examples.termination;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mmucheck.points.Points;

/**
 * One node of the ring: its messages, and what it tells the token about them.
 *
 * <p>Concurrency: any thread may put a message into the inbox. Only the node's worker calls {@link
 * #receive}, {@link #send} and {@link #finish}, only its carrier {@link #releaseToken} or {@link
 * #judge}, and only the carrier of the node before it {@link #acceptToken}. {@code lock} protects
 * every field that changes, and no thread holds two of these locks. So a message that is sent is
 * for a moment counted by its sender but in nobody's inbox; the sender is active then, and an
 * active node keeps the token. The token is for a moment nowhere; nobody but its next carrier looks
 * for it.
 *
 * @param <M> the messages
 */
public final class Node<M> {
  private final Set<Rule> rules;
  private final Points points;
  private final ReentrantLock lock;
  private final Condition changed; // a message or the token has come, or the worker has finished

  private final Deque<M> inbox = new ArrayDeque<>();
  private boolean active = true;
  private int balance; // messages sent, less those received
  private Colour colour = Colour.WHITE;
  private @Nullable Token token; // null where it is at another node
  private boolean dismissed; // the ring has terminated

  Node(Set<Rule> rules, Points points) {
    this.rules = rules;
    this.points = points;
    this.lock = points.lock();
    this.changed = lock.newCondition();
  }

  /**
   * Sends a message; it may be to this node itself.
   *
   * @throws IllegalStateException if the node is passive
   */
  public void send(Node<M> to, M message) {
    lock.lock();
    try {
      requireActive();
      if (rules.contains(Rule.COUNT_MESSAGES)) {
        balance++;
      }
    } finally {
      lock.unlock();
    }
    to.deliver(message);
  }

  private void deliver(M message) {
    lock.lock();
    try {
      inbox.add(message);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a message; then the node is active.
   *
   * @return null if the ring has terminated, so that none will come
   */
  public @Nullable M receive() throws InterruptedException {
    points.before(Step.RECEIVE, () -> !inbox.isEmpty());
    M message;
    lock.lock();
    try {
      while (inbox.isEmpty()) {
        if (dismissed) {
          return null;
        }
        changed.await();
      }
      message = inbox.remove();
      if (rules.contains(Rule.COUNT_MESSAGES)) {
        balance--;
      }
      if (rules.contains(Rule.WAKE_AT_ONCE)) {
        wakeUp();
        return message;
      }
    } finally {
      lock.unlock();
    }
    points.before(Step.WAKE_UP);
    lock.lock();
    try {
      wakeUp();
      return message;
    } finally {
      lock.unlock();
    }
  }

  private void wakeUp() {
    active = true;
    if (rules.contains(Rule.BLACKEN_ON_RECEIVE)) {
      colour = Colour.BLACK;
    }
  }

  /**
   * The worker has done all that the messages so far have asked for.
   *
   * @throws IllegalStateException if the node is passive
   */
  public void finish() {
    lock.lock();
    try {
      requireActive();
      active = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void requireActive() {
    if (!active) {
      throw new IllegalStateException("the node is passive: only a message makes it active");
    }
  }

  /** Takes the token from the node before. */
  void acceptToken(Token passed) {
    lock.lock();
    try {
      token = passed;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the token is here and may go on. */
  boolean mayRelease() {
    return token != null && !(active && rules.contains(Rule.KEEP_WHILE_ACTIVE));
  }

  /**
   * Waits until the token is here and may go on, and gives it away with what this node has to add.
   *
   * @return null if the ring has terminated
   */
  @Nullable Token releaseToken() {
    points.before(Step.PASS_TOKEN, this::mayRelease);
    lock.lock();
    try {
      Token held = takeToken();
      if (held == null) {
        return null;
      }
      Colour told = rules.contains(Rule.TAINT_TOKEN) ? colour : Colour.WHITE;
      if (rules.contains(Rule.WHITEN_AFTER_PASS)) {
        colour = Colour.WHITE;
      }
      return new Token(held.colour().and(told), held.count() + balance);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the token is back, and judges whether it proves that all nodes have come to rest.
   *
   * @return the token for another round; null if it does
   */
  @Nullable Token judge() {
    points.before(Step.JUDGE, this::mayRelease);
    lock.lock();
    try {
      Token held = takeToken();
      if (held == null) {
        return null;
      }
      if (isConclusive(held)) {
        token = held;
        return null;
      }
      colour = Colour.WHITE;
      return new Token(rules.contains(Rule.START_WHITE) ? Colour.WHITE : held.colour(), 0);
    } finally {
      lock.unlock();
    }
  }

  private boolean isConclusive(Token held) {
    Colour own = rules.contains(Rule.JUDGE_OWN_COLOUR) ? colour : Colour.WHITE;
    int still = rules.contains(Rule.JUDGE_OWN_BALANCE) ? balance : 0;
    return held.colour().and(own) == Colour.WHITE && held.count() + still == 0;
  }

  /** Waits for the token with the lock held; null if the ring has terminated. */
  private @Nullable Token takeToken() {
    while (!mayRelease()) {
      if (dismissed) {
        return null;
      }
      changed.awaitUninterruptibly();
    }
    Token held = token;
    token = null;
    return held;
  }

  /** Lets whoever waits here go. */
  void dismiss() {
    lock.lock();
    try {
      dismissed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The node as it is now. */
  public View view() {
    lock.lock();
    try {
      return new View(active, inbox.size(), balance, colour, token);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A node at one moment.
   *
   * @param inbox how many messages wait for its worker
   * @param balance messages sent, less those received
   * @param token null where it is at another node
   */
  public record View(
      boolean active, int inbox, int balance, Colour colour, @Nullable Token token) {}
}
