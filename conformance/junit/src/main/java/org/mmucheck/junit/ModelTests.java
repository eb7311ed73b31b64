package org.mmucheck.junit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.fuzz.FuzzReport;
import org.mmucheck.input.InputException;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.NoSuchDesignException;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.tlc.StateSpaces;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.Conformed;
import org.mmucheck.workbench.Workbench;
import org.opentest4j.TestAbortedException;

/** The tests of a module's models, each model checked once for all that need its counterexample. */
final class ModelTests {
  /** The system property that names the one test to run. */
  static final String ONLY = "mmucheck.only";

  private static final int ALL_STEPS = Integer.MAX_VALUE;

  private final Workbench specs;
  private final Again again;
  private final int tries;
  private final long seed;
  private final Map<Model, CheckResult> checked = new ConcurrentHashMap<>();

  ModelTests(Workbench specs, Again again, int tries, long seed) {
    this.specs = specs;
    this.again = again;
    this.tries = tries;
    this.seed = seed;
  }

  /**
   * The tests, but for those that {@value #ONLY} leaves out.
   *
   * @throws InputException if the manifest lists no model of the module
   */
  Stream<ModelTest> of(String module) {
    List<Model> models =
        specs.catalog().models().stream().filter(m -> m.module().equals(module)).toList();
    if (models.isEmpty()) {
      throw new InputException(
          specs.specDir().toString(), "", "the manifest lists no model of module " + module);
    }
    List<ModelTest> tests = new ArrayList<>();
    for (Model model : models) {
      tests.add(new ModelTest("check " + model.name(), adapter -> check(model, adapter)));
      if (model.expected().result() != Result.SUCCESS && model.induction() == null) {
        tests.add(new ModelTest("replay " + model.name(), adapter -> replay(model, adapter)));
      }
    }
    List<Model> behaviours = models.stream().filter(m -> m.induction() == null).toList();
    for (List<Model> space : StateSpaces.of(behaviours)) {
      Model model = StateSpaces.representative(space);
      tests.add(new ModelTest("conform " + model.name(), adapter -> conform(model, adapter)));
    }
    if (tries > 0) {
      for (Model model : behaviours) {
        tests.add(new ModelTest("fuzz " + model.name(), adapter -> fuzz(model, adapter)));
      }
    }
    String only = System.getProperty(ONLY);
    return tests.stream().filter(test -> only == null || test.name().equals(only));
  }

  private CheckResult checked(Model model) throws InterruptedException {
    CheckResult known = checked.get(model);
    if (known != null) {
      return known;
    }
    CheckOptions options =
        new CheckOptions(
            Runtime.getRuntime().availableProcessors(), null, (m, progress) -> {}, null);
    CheckResult result = specs.check(List.of(model), options).getFirst();
    checked.put(model, result);
    return result;
  }

  private void check(Model model, Adapter adapter) throws InterruptedException {
    CheckResult result = checked(model);
    if (!result.asExpected()) {
      throw failure("check", model).of(result, with(adapter));
    }
  }

  private void replay(Model model, Adapter adapter) throws InterruptedException {
    Trace trace = checked(model).counterexample();
    if (trace == null) {
      throw new TestAbortedException("check " + model.name() + " gives no counterexample");
    }
    ReplayReport report =
        design(() -> with(adapter).replay(model.name(), trace, model, model, ALL_STEPS));
    if (report.divergence() != null) {
      throw failure("replay", model).of(report.divergence(), model.name());
    }
    if (!report.doubts().isEmpty()) {
      throw failure("replay", model).of(report.doubts(), model.name());
    }
  }

  private void conform(Model model, Adapter adapter) throws Exception {
    Conformed conformed =
        design(() -> with(adapter).conform(List.of(model), 1, started -> {})).getFirst();
    String problem = conformed.graphProblem();
    if (!conformed.report().conforms() || problem != null) {
      Path trace = conformed.write(traces());
      throw failure("conform", model).of(conformed, trace);
    }
  }

  private void fuzz(Model model, Adapter adapter) {
    FuzzReport report = design(() -> with(adapter).fuzz(model, tries, seed));
    // A mistake that no schedule shows is for `check` to find; more tries may find it here.
    if (report.verdict() == FuzzReport.Verdict.FAILED && report.failure() != null) {
      throw failure("fuzz", model).of(report, report.write(traces()));
    }
  }

  private FailureText failure(String command, Model model) {
    return new FailureText(again.commands(command + " " + model.name(), command, model.name()));
  }

  /** Where the command line writes the traces of a folder of specs as well. */
  private Path traces() {
    return specs.specDir().resolve("traces");
  }

  private Workbench with(Adapter adapter) {
    return Workbench.open(specs.specDir(), List.of(adapter));
  }

  /** Something that runs the code under test. */
  @FunctionalInterface
  private interface Run<T> {
    T run() throws Exception;
  }

  private static <T> T design(Run<T> run) {
    try {
      return run.run();
    } catch (NoSuchDesignException e) {
      throw new TestAbortedException(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
