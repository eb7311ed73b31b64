package org.mmucheck.tlc;

import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.graph.CapturedGraph;
import org.mmucheck.input.InputException;

/**
 * The check of models that explore the same, by one run of TLC. A model of which that run does not
 * find what the manifest expects is checked alone, so that TLC's own verdict and words are reported
 * of it.
 */
final class SharedCheck {
  private static final int OUR_FAULT = 70;

  private final SharedRun run;
  private final CheckOptions options;
  private final int workers;
  private final Map<Model, CheckResult> results = new HashMap<>();

  SharedCheck(SharedRun run, CheckOptions options, int workers) {
    this.run = run;
    this.options = options;
    this.workers = workers;
  }

  /** One result for each model; for those up to one that is enough. */
  Map<Model, CheckResult> run() throws InterruptedException {
    boolean isTogether =
        run.models().size() > 1 && options.tla2tools() == null && options.engine() == null;
    if (isTogether && !options.limits().isOver()) {
      runTogether();
    }
    for (Model model : run.models()) {
      if (!results.containsKey(model) && !isEnough()) {
        results.put(model, alone(model));
      }
    }
    return results;
  }

  private boolean isEnough() {
    return options.enough() != null && results.values().stream().anyMatch(options.enough());
  }

  /** Whatever goes wrong with one model is told of that model, and no other is without a result. */
  private CheckResult alone(Model model) throws InterruptedException {
    try {
      return check(model).run();
    } catch (InputException | UncheckedIOException file) {
      throw file; // that others may share: malformed, or it cannot be written
    } catch (RuntimeException failure) {
      String what = "a fault of our own: " + failure;
      return new CheckResult(
          model, null, new TlcException(OUR_FAULT, what, failure), List.of(), null, null);
    }
  }

  private void runTogether() throws InterruptedException {
    Model all = run.representative();
    TlcOptions once =
        new TlcOptions(
            workers, progress -> options.progress().accept(all, progress), options.limits());
    try (TlcSession session = TlcSessions.open(run.model())) {
      if (run.watched().isEmpty()) {
        hold(session, once);
      } else {
        watch(session, once);
      }
    } catch (InputException | UncheckedIOException file) {
      throw file;
    } catch (UnfinishedException e) {
      // Those that must break may do so sooner: the runs of one model each will tell.
      run.held().forEach(model -> results.put(model, check(model).unfinished(e)));
    } catch (RuntimeException | OutOfMemoryError e) {
      results.clear(); // whose it is, the runs of one model each will tell
    }
  }

  private void hold(TlcSession session, TlcOptions once) throws InterruptedException {
    Captured found =
        wantsGraph() ? session.capture(once) : new Captured(session.check(once), null, null);
    if (found.result().result() == Result.SUCCESS) {
      settleHeld(session, found.result(), found.graph());
    }
  }

  private void watch(TlcSession session, TlcOptions once) throws InterruptedException {
    Watched found = session.watch(run.predicates(), !run.held().isEmpty(), once);
    if (found.isWhole()) {
      settleHeld(session, found.result(), wantsGraph() ? found.graph() : null);
    }
    for (Model model : run.watched()) {
      Watched.Broken broken = found.broken().get(model.expected().property());
      if (broken != null) {
        CheckResult result =
            check(model).broke(session.spec(), session.given(), found.explored(), broken);
        results.put(model, result);
        Witness witness = options.witness();
        if (witness != null) {
          String predicate = String.valueOf(model.expected().property());
          witness.sawBroken(model, predicate, session, broken.result());
          if (result.counterexample() != null) {
            witness.sawCounterexample(model, session, result.counterexample());
          }
        }
      }
    }
  }

  private boolean wantsGraph() {
    return run.held().stream().anyMatch(model -> check(model).wantsGraph());
  }

  private void settleHeld(TlcSession session, TlcResult result, @Nullable CapturedGraph graph)
      throws InterruptedException {
    for (Model model : run.held()) {
      ModelCheck check = check(model);
      if (graph != null && check.wantsGraph()) {
        check.useGraph(session.spec(), result, graph);
      }
      results.put(model, check.held(result, session.given()));
    }
    if (options.witness() != null) {
      options.witness().saw(run.held(), session, result, graph, workers);
    }
  }

  private ModelCheck check(Model model) {
    return new ModelCheck(model, options, workers);
  }
}
