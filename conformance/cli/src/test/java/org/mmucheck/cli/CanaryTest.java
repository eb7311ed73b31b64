package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.linux.probe.ProbeTable;
import org.mmucheck.linux.trace.KernelEvent;
import org.mmucheck.linux.trace.KernelLog;
import org.mmucheck.linux.trace.NotifierFaultLog;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.log.Recording;
import org.mmucheck.record.FreeRunner;
import org.mmucheck.record.Recorder;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Binding;
import org.mmucheck.subject.FreeSubject;
import org.mmucheck.subject.StepListener;
import org.mmucheck.validate.Verdict;
import org.mmucheck.value.Value;
import org.mmucheck.workbench.Workbench;

/** A recorder that does not tell something is noticed, whatever it is that it does not tell. */
class CanaryTest {
  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
  private static final int LARGEST = 100_000;
  private static final long SEED = 5;
  private static final Workbench BENCH = Workbench.open(HOME.resolve("spec"));

  /** What a log has before it is known whose it is, or after its machine has ended. */
  private static final Set<String> AROUND = Set.of("init_vm", "uninit_vm");

  @Test
  @Tag("slow")
  void shouldNoticeEachKernelProbeThatIsLeftOut() throws IOException {
    String release = "7.3.4";
    List<KernelEvent> all = kernelEvents(release, "uffd");
    Set<String> never = verdict(NotifierFaultLog.of("log", release, all)).unobserved();
    Map<String, String> noticed = new TreeMap<>();
    Set<String> present = new TreeSet<>();
    all.forEach(event -> present.add(event.name()));
    for (String event : ProbeTable.of(HOME.resolve("linux/probes"), release).events()) {
      if (present.contains(event) && !AROUND.contains(event)) {
        noticed.put(event, without(all, event, release, never));
      }
    }
    assertThat(noticed).hasSizeGreaterThan(20).doesNotContainValue("");
    assertThat(noticed.values()).contains("no behaviour").anyMatch(how -> how.startsWith("line"));
  }

  /** How it is noticed that the log has no such event; empty if it is not. */
  private static String without(
      List<KernelEvent> all, String event, String release, Set<String> never) {
    List<KernelEvent> rest = all.stream().filter(each -> !each.name().equals(event)).toList();
    try {
      return noticed(verdict(NotifierFaultLog.of("log", release, rest)), never);
    } catch (InputException e) {
      return String.valueOf(e.getMessage()).replaceFirst(".*?(line|log)", "line");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReadLock",
        "WriteLock",
        "IsPageFaultStale",
        "MapPage",
        "ZapSpte",
        "FlushRemoteTlbs",
        "RaiseSeq",
        "LowerCount",
        "SnapshotSeq"
      })
  void shouldNoticeEachProbeThatIsRemovedFromTheCode(String step) throws Exception {
    Model model = BENCH.catalog().find("NotifierFault_V6").getFirst();
    FreeRunner.Limits limits = new FreeRunner.Limits(Duration.ofSeconds(20), 400, SEED);
    Recorder.Recorded recorded =
        new Recorder(model, new SilentAdapter(BENCH.adapter(model.module()), step))
            .record(limits, false);
    assertThat(recorded.header().observes()).contains(step);
    List<RecordedStep> steps = new ArrayList<>();
    recorded.run().steps().forEach(each -> steps.add(each.at(steps.size() + 2)));
    assertThat(steps).isNotEmpty();
    assertThat(steps).noneMatch(each -> each.actions().contains(step));
    Recording recording = new Recording("run", recorded.header(), steps);
    assertThat(noticed(verdict(recording), Set.of())).isNotEmpty();
  }

  private static String noticed(Verdict verdict, Set<String> never) {
    Set<String> unobserved = new TreeSet<>(verdict.unobserved());
    unobserved.removeAll(never);
    return !verdict.valid()
        ? "no behaviour"
        : unobserved.isEmpty() ? "" : "never seen: " + unobserved;
  }

  private static Verdict verdict(Recording recording) {
    return BENCH.validate(recording, null, LARGEST).verdict();
  }

  private static List<KernelEvent> kernelEvents(String release, String workload)
      throws IOException {
    Path file = HOME.resolve("linux/logs").resolve(release).resolve(workload + ".ndjson.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return KernelLog.read("log", in);
    }
  }

  /** Code whose probe of one step was removed: what the step does belongs to the one before. */
  private record SilentAdapter(Adapter adapter, String step) implements Adapter {
    @Override
    public FreeSubject startFree(
        List<String> vars,
        Map<String, Value> constants,
        Set<String> actions,
        StepListener listener) {
      return Objects.requireNonNull(
          adapter.startFree(
              vars,
              constants,
              actions,
              (task, action) -> {
                if (!action.equals(step)) {
                  listener.before(task, action);
                }
              }));
    }

    @Override
    public String module() {
      return adapter.module();
    }

    @Override
    public Binding bind(List<String> vars, Map<String, Value> constants, Set<String> actions) {
      return adapter.bind(vars, constants, actions);
    }

    @Override
    public Set<String> unrecorded() {
      return adapter.unrecorded();
    }

    @Override
    public Map<String, Value> atLarge(Map<String, Value> constants) {
      return adapter.atLarge(constants);
    }

    @Override
    public List<String> actions() {
      return adapter.actions();
    }

    @Override
    public Caption caption(ActionInstance action) {
      return adapter.caption(action);
    }
  }
}
