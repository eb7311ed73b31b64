package org.mmucheck.linux.trace;

import static org.mmucheck.linux.trace.FaultSteps.required;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.mmucheck.input.InputException;
import org.mmucheck.linux.trace.Activity.Kind;
import org.mmucheck.log.RecordedStep;
import org.mmucheck.log.Recording;

/** A kernel's events told in the words of RecordedFault.tla: faults against invalidations. */
public final class NotifierFaultLog {
  private static final String MODULE = "RecordedFault";

  /** What the module's assumption allows. */
  private static final int MOST_FRAMES = 256;

  private static final List<String> RULES =
      List.of(
          "CheckCount",
          "CheckSeq",
          "FilterByRange",
          "WidenHull",
          "CountBeforeZap",
          "SeqAtEnd",
          "SeqBeforeCount",
          "ZapAll",
          "FlushBeforeUnlock",
          "CheckUnderLock",
          "WriterWaits");
  private static final Set<String> SHOWN =
      Set.of(
          "HandleFault",
          "HvaToPfn",
          "GupFails",
          "ReadLock",
          "IsPageFaultStale",
          "MapPage",
          "LoseMap",
          "UnlockMmu",
          "InvalidateRangeStart",
          "WriteLock",
          "AddRange",
          "ZapSpte",
          "FlushForYield",
          "CondResched",
          "RetakeMmuLock",
          "EndZap",
          "NextRange",
          "FlushRemoteTlbs",
          "ReturnFromStart",
          "InvalidateRangeEnd",
          "ZapElsewhere",
          "DestroyVm");

  private final String file;
  private final String release;
  private final Tracer tracer;
  private final Activities activities;
  private final Frames frames = new Frames();
  private final Steps steps = new Steps();
  private final Set<String> vcpus = new TreeSet<>();
  private int notifiers;
  private int faults;
  private int invalidations;

  private NotifierFaultLog(String file, String release, List<KernelEvent> events) {
    this.file = file;
    this.release = release;
    tracer = Tracer.of(release);
    activities = Activities.of(file, events);
  }

  /**
   * @param file for messages
   * @param release of the kernel, like {@code 6.12.117}
   * @throws InputException if the events are not those of whole faults and invalidations, or show
   *     what the spec has no word for
   */
  public static Recording of(String file, String release, List<KernelEvent> events) {
    return new NotifierFaultLog(file, release, events).recording();
  }

  private Recording recording() {
    activities.all.forEach(this::touch);
    activities.elsewhere.stream().filter(NotifierFaultLog::isLeaf).forEach(this::touch);
    if (frames.count() > MOST_FRAMES) {
      throw new InputException(
          file,
          "",
          "the guest uses "
              + frames.count()
              + " frames, and the spec knows "
              + MOST_FRAMES
              + "; record a guest that uses fewer, or a shorter part of its life");
    }
    invalidations();
    for (Activity activity : activities.all) {
      if (activity.kind == Kind.FAULT) {
        fault(activity);
      }
    }
    activities.elsewhere.stream().filter(NotifierFaultLog::isLeaf).forEach(this::elsewhere);
    activities.elsewhere.stream().filter(event -> event.is("uninit_vm_ret")).forEach(this::destroy);
    List<RecordedStep> sorted = steps.sorted();
    if (sorted.isEmpty()) {
      throw new InputException(file, "", "shows neither a fault nor an invalidation of a memslot");
    }
    return new Recording(file, header(), sorted);
  }

  /** Whether a 4 KiB page comes or goes; entries of a table that is removed are frozen as well. */
  private static boolean isLeaf(KernelEvent event) {
    return event.is("spte") && Sptes.isLeaf(event) && (Sptes.goes(event) || Sptes.comes(event));
  }

  private void touch(Activity activity) {
    if (activity.kind == Kind.FAULT && FaultSteps.isKnown(activity)) {
      frames.touch(FaultSteps.gfn(activity));
    }
    for (KernelEvent event : activity.events) {
      if (event.is("unmap_gfn")) {
        frames.touch(required(event.number("gfn")));
        frames.touch(required(event.number("end")) - 1);
      } else if (isLeaf(event)) {
        touch(event);
      }
    }
  }

  private void touch(KernelEvent spte) {
    frames.touch(required(spte.number("gfn")));
  }

  /** Each open invalidation has a name that no other open one has. */
  private void invalidations() {
    List<Activity> open = new ArrayList<>();
    Map<Activity, Integer> names = new HashMap<>();
    Map<Integer, Long> busyUntil = new HashMap<>(); // by name
    for (Activity activity : activities.all) {
      if (activity.kind == Kind.START && InvalidationSteps.touchesSlot(activity)) {
        int name = 0;
        while (busyUntil.getOrDefault(name, Long.MIN_VALUE) > activity.first().n()) {
          name++;
        }
        names.put(activity, name);
        busyUntil.put(name, Long.MAX_VALUE);
        open.add(activity);
        notifiers = Math.max(notifiers, name + 1);
        invalidations++;
        of(name).start(activity);
      } else if (activity.kind == Kind.END) {
        for (Activity start : open.reversed()) {
          if (start.first().task() == activity.first().task() && sameRange(start, activity)) {
            int name = nameOf(names, start);
            of(name).end(activity);
            busyUntil.put(name, activity.last().n());
            open.remove(start);
            break;
          }
        }
      }
    }
  }

  private static int nameOf(Map<Activity, Integer> names, Activity start) {
    Integer name = names.get(start);
    if (name == null) {
      throw new IllegalStateException("an open invalidation without a name");
    }
    return name;
  }

  private static boolean sameRange(Activity start, Activity end) {
    return required(start.first().number("hva")) == required(end.first().number("hva"))
        && required(start.first().number("end")) == required(end.first().number("end"));
  }

  private InvalidationSteps of(int name) {
    return new InvalidationSteps(file, frames, tracer, steps, "n" + name);
  }

  private void fault(Activity fault) {
    if (FaultSteps.isKnown(fault)) {
      faults++;
      String vcpu = "v" + required(fault.first().number("vcpu"));
      vcpus.add(vcpu);
      FaultSteps.add(file, fault, frames, tracer, steps, vcpu);
    }
  }

  private void elsewhere(KernelEvent spte) {
    if (Sptes.goes(spte)) {
      KernelEvent before = activities.before.getOrDefault(spte, spte);
      steps
          .step(before, spte, "task " + spte.task(), "ZapElsewhere")
          .arg("g", frames.number(required(spte.number("gfn"))))
          .add();
    } else if (Sptes.comes(spte)) {
      throw new InputException(
          file,
          "line " + spte.line(),
          "a page is mapped outside a fault; the spec has no such step");
    }
  }

  private void destroy(KernelEvent returns) {
    KernelEvent before = activities.before.getOrDefault(returns, returns);
    steps.step(before, returns, "task " + returns.task(), "DestroyVm").add();
  }

  private Recording.Header header() {
    Set<String> observes = new TreeSet<>(SHOWN);
    if (tracer.precheck()) {
      observes.add("UnsafeRetry");
    }
    if (tracer.showsEnd()) {
      observes.addAll(Set.of("RaiseSeq", "LowerCount"));
    }
    return new Recording.Header(
        MODULE,
        tracer.precheck() ? MODULE + "_recorded" : MODULE + "_recorded-old",
        config(),
        observes,
        "the tracer of Linux " + release + "; frames: " + String.join(", ", frames.names()));
  }

  private String config() {
    StringBuilder text = new StringBuilder("SPECIFICATION Spec\nCONSTANTS\n");
    constant(text, "Vcpu", set(List.copyOf(vcpus)));
    constant(text, "Notifier", set(numbered("n", notifiers)));
    constant(text, "Gfn", set(numbered("", frames.count())));
    constant(
        text,
        "Page",
        set(
            IntStream.rangeClosed(1, Math.max(1, frames.pages()))
                .mapToObj(Integer::toString)
                .toList()));
    constant(text, "Faults", Integer.toString(faults));
    constant(text, "Invalidations", Integer.toString(invalidations));
    constant(text, "None", "None");
    constant(text, "Precheck", tracer.precheck() ? "TRUE" : "FALSE");
    RULES.forEach(rule -> constant(text, rule, "TRUE"));
    return text + "CHECK_DEADLOCK FALSE\n";
  }

  private static void constant(StringBuilder text, String name, String value) {
    text.append("  ").append(name).append(" = ").append(value).append('\n');
  }

  private static List<String> numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static String set(List<String> elements) {
    return elements.stream().collect(Collectors.joining(", ", "{", "}"));
  }
}
