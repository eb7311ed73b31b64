package org.mmucheck.tlc;

import java.util.List;
import org.mmucheck.tlc.syntax.SpecTree;

/**
 * One model, parsed, in a TLC of its own. TLC keeps its state in static fields, so each open
 * session has its own copy of TLC's classes; sessions do not see each other and may run at the same
 * time.
 */
public interface TlcSession extends AutoCloseable {
  /**
   * The model as an oracle, to be evaluated step by step; not while {@link #check} runs.
   *
   * @throws NotSteppableException if its next-state relation does not fall apart into named actions
   *     with constant arguments, the configuration changes the state graph, or a text is both a
   *     string and a model value
   */
  TlcSpec spec();

  /**
   * As {@link #spec}, also where an action instance stands for several, or the configuration
   * changes the state graph: good for asking what holds, not for exploring.
   *
   * @throws NotSteppableException if a text is both a string and a model value
   */
  TlcSpec specAsItIs();

  /**
   * What the spec's own modules define, those that it extends and instantiates included; each
   * definition once.
   */
  List<Definition> definitions();

  /**
   * The spec and its configuration as TLA+'s own parser read them.
   *
   * @throws NotSteppableException if it has a constant, or a number, that is not known how to write
   *     down
   */
  SpecTree tree();

  /**
   * Model checking; once a session.
   *
   * @throws TlcException if TLC reaches no verdict
   * @throws InterruptedException if the calling thread is interrupted; the run has ended then
   */
  TlcResult check(TlcOptions options) throws InterruptedException;

  /**
   * Model checking that records the state graph; in place of {@link #check}. The graph evaluates
   * the session's spec, so it is good until the session closes.
   *
   * @throws TlcException if TLC reaches no verdict, or {@link #spec} throws it
   * @throws org.mmucheck.graph.NondeterministicActionException if an action leads from one state to
   *     several
   * @throws InterruptedException if the calling thread is interrupted; the run has ended then
   */
  Captured capture(TlcOptions options) throws InterruptedException;

  /**
   * As {@link #capture}, also where an action instance stands for several, or leads from one state
   * to several: such a label is on several transitions out of one state.
   *
   * @throws NotSteppableException if the configuration changes the state graph, or a text is both a
   *     string and a model value
   */
  Captured captureAsItIs(TlcOptions options) throws InterruptedException;

  /**
   * Model checking that records the state graph and, besides what the configuration lists, watches
   * state predicates: it goes on where they break. With one worker; in place of {@link #check}.
   *
   * @param predicates names of the module's state predicates
   * @param toTheEnd whether TLC explores everything; else it may stop where each predicate has
   *     broken
   * @throws TlcException if TLC reaches no verdict, or {@link #spec} throws it
   * @throws InterruptedException if the calling thread is interrupted; the run has ended then
   */
  Watched watch(List<String> predicates, boolean toTheEnd, TlcOptions options)
      throws InterruptedException;

  /** What TLC has made of the configuration and of the module. */
  Given given();

  /** Whether {@link #check} would check liveness; a refinement alone is none. */
  boolean checksLiveness();

  /**
   * Requires that workers in several processes come to the same verdict as {@link #check}, of all
   * that they look at and of what they do not.
   *
   * @throws TlcException if they would not, or an assumption is false
   */
  void requireDistributable();

  /** Deletes the session's files and lets go of its copy of TLC; closing its spec does the same. */
  @Override
  void close();
}
