package org.mmucheck.compiled;

import java.util.ArrayList;
import java.util.List;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.tlc.Captured;
import org.mmucheck.tlc.GraphEngine;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSpec;

/** TLC and the compiled engine, which must find the same. */
public final class BothEngines implements GraphEngine {
  /** That of what was not expected. */
  static final int THEY_DIFFER = 21;

  private final GraphEngine other;

  public BothEngines() {
    this(new CompiledEngine());
  }

  /**
   * @param other beside TLC
   */
  BothEngines(GraphEngine other) {
    this.other = other;
  }

  /**
   * {@inheritDoc} TLC has one worker, so that it finds shortest behaviours.
   *
   * @return what TLC found
   * @throws TlcException also if the two find something else
   */
  @Override
  public Captured capture(TlcSession session, int workers) throws InterruptedException {
    Captured compiled = other.capture(session, workers);
    Captured tlc = session.capture(TlcOptions.oneWorker());
    List<String> differences = new ArrayList<>();
    differ("the verdict", words(tlc.result()), words(compiled.result()), differences);
    differ(
        "the length of the behaviour",
        tlc.result().errorTraceLength(),
        compiled.result().errorTraceLength(),
        differences);
    CapturedGraph graph = tlc.graph();
    if (differences.isEmpty() && graph != null && compiled.graph() != null) {
      differ("the graph's digest", graph.digest(), compiled.graph().digest(), differences);
    }
    if (!differences.isEmpty()) {
      throw new TlcException(
          THEY_DIFFER, "the two engines differ: " + String.join("; ", differences));
    }
    return tlc;
  }

  @Override
  public TlcSpec spec(TlcSession session) {
    return new ComparedSpec(session.spec(), other.spec(session));
  }

  private static String words(TlcResult result) {
    return result.result().word() + (result.property() == null ? "" : " of " + result.property());
  }

  private static void differ(String what, Object tlc, Object compiled, List<String> differences) {
    if (!tlc.equals(compiled)) {
      differences.add(what + ": TLC " + tlc + ", compiled " + compiled);
    }
  }
}
