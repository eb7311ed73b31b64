package org.mmucheck.mutants.code;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.mutants.Kill;
import org.mmucheck.mutants.Layer;
import org.mmucheck.replay.ReplayReport;
import org.mmucheck.replay.Replayer;
import org.mmucheck.replay.Target;
import org.mmucheck.spec.Spec;
import org.mmucheck.subject.Adapter;
import org.mmucheck.tlc.Specs;
import org.mmucheck.tlc.StateSpaces;
import org.mmucheck.trace.Trace;

/** The committed counterexamples, which code must follow; the shortest of a module first. */
final class Walks {
  private final Map<String, List<Walk>> byModule = new HashMap<>();

  /**
   * A counterexample.
   *
   * @param target the code as it is, set up as the model says
   */
  record Walk(Model model, Trace trace, Target target) {}

  /**
   * @param models whose counterexamples are wanted
   * @param adapters the code as it is, by module
   */
  Walks(List<Model> models, Path traces, Map<String, Adapter> adapters) {
    Map<String, Target> targets = new HashMap<>(); // by state space
    for (Model model : models) {
      Path file = model.traceFile(traces);
      Adapter adapter = adapters.get(model.module());
      if (adapter != null && model.induction() == null && Files.exists(file)) {
        Target target =
            targets.computeIfAbsent(StateSpaces.name(model), name -> target(model, adapter));
        byModule
            .computeIfAbsent(model.module(), module -> new ArrayList<>())
            .add(new Walk(model, TraceFiles.read(file), target));
      }
    }
    byModule
        .values()
        .forEach(walks -> walks.sort(Comparator.comparing(walk -> walk.trace().steps().size())));
  }

  private static Target target(Model model, Adapter adapter) {
    try (Spec spec = Specs.open(model)) {
      return Target.of(adapter, spec);
    }
  }

  List<Walk> of(String module) {
    return byModule.getOrDefault(module, List.of());
  }

  /**
   * Leads code along a counterexample.
   *
   * @return what is different; null if it conforms
   */
  static @Nullable Kill lead(Walk walk, Adapter adapter) {
    Target target = walk.target();
    ReplayReport report =
        Replayer.replay(
            walk.model().name(),
            walk.trace(),
            new Target(adapter, target.vars(), target.constants(), target.actions()),
            Integer.MAX_VALUE);
    return report.divergence() == null
        ? null
        : new Kill(
            Layer.REPLAY,
            walk.model().name(),
            "%s: code and spec disagree after step %d, %s: %s is %s in the trace, %s in the code"
                .formatted(
                    walk.model().name(),
                    report.divergence().step(),
                    report.divergence().action(),
                    report.divergence().variable(),
                    report.divergence().spec(),
                    report.divergence().code()));
  }
}
