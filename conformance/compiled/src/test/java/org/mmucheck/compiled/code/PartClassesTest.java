package org.mmucheck.compiled.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.compiled.build.Program;
import org.mmucheck.compiled.build.SpecBuilder;
import org.mmucheck.compiled.value.Val;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSessions;

/** Models that differ in their values alone have their classes in common, and nothing else. */
class PartClassesTest {
  private static final String MODULE =
      """
      ---- MODULE Steps ----
      EXTENDS Naturals
      CONSTANTS Goal, Far, Task
      VARIABLES at, who
      Init == at = 0 /\\ who \\in Task
      Go(t) == at \\notin Goal /\\ who = t /\\ at' = at + 1 /\\ who' \\in Task
      Leap(t) == Far /\\ at \\notin Goal /\\ at' = at + 2 /\\ who' = t
      Next == \\E t \\in Task : Go(t) \\/ Leap(t)
      Near == at \\in Goal \\cup {0, 1, 2}
      ====
      """;

  @TempDir private Path folder;

  @Test
  void shouldHaveOneClassForAnActionOfSeveralTasks() {
    PartClasses classes = new PartClasses(100);
    MachineFactory factory = new MachineFactory(program("{5}", "{1, 2, 3}", "FALSE"), classes);
    assertThat(classes.size()).isEqualTo(3); // Init, Go of three tasks, Near
    assertThat(leads(factory.create(), 0)).containsExactly("1 1", "1 2", "1 3");
  }

  @Test
  void shouldHaveTheSameClassesForOtherValues() {
    PartClasses classes = new PartClasses(100);
    MachineFactory near = new MachineFactory(program("{1}", "{1, 2}", "FALSE"), classes);
    int first = classes.size();
    MachineFactory far = new MachineFactory(program("{7}", "{1, 2}", "FALSE"), classes);
    assertThat(classes.size()).isEqualTo(first);
    Machine machine = near.create();
    Machine other = far.create();
    Val[] three = state(far, 3);
    machine.state = three;
    other.state = three;
    assertThat(machine.invariant(-1)).isEqualTo(0);
    assertThat(other.invariant(-1)).isEqualTo(0);
    Val[] seven = state(far, 7);
    machine.state = seven;
    other.state = seven;
    assertThat(machine.invariant(-1)).isEqualTo(0);
    assertThat(other.invariant(-1)).isEqualTo(-1);
  }

  @Test
  void shouldHaveAnotherClassForAnActionThatSaysMore() {
    PartClasses classes = new PartClasses(100);
    MachineFactory slow = new MachineFactory(program("{5}", "{1}", "FALSE"), classes);
    int first = classes.size();
    MachineFactory fast = new MachineFactory(program("{5}", "{1}", "TRUE"), classes);
    assertThat(classes.size()).isEqualTo(first + 1);
    assertThat(leads(slow.create(), 0)).containsExactly("1 1");
    assertThat(leads(fast.create(), 0)).containsExactly("1 1");
    assertThat(leads(fast.create(), 1)).containsExactly("2 1");
  }

  @Test
  void shouldForgetWhatWasNotUsedLately() {
    PartClasses classes = new PartClasses(3);
    Program program = program("{5}", "{1, 2}", "TRUE");
    MachineFactory factory = new MachineFactory(program, classes);
    assertThat(classes.size()).isEqualTo(3); // of Init, Go, Leap, Near
    assertThat(leads(new MachineFactory(program, classes).create(), 1))
        .isEqualTo(leads(factory.create(), 1));
  }

  @Test
  void shouldKeepThreadsApart() {
    MachineFactory factory =
        new MachineFactory(program("{5}", "{1}", "FALSE"), new PartClasses(100));
    Machine one = factory.create();
    Machine other = factory.create();
    List<Integer> told = new ArrayList<>();
    one.tell(() -> told.add(1));
    other.tell(() -> told.add(2));
    one.initial();
    other.initial();
    assertThat(told).containsExactly(1, 2);
    assertThat(one.next).isNotSameAs(other.next);
  }

  private static Val[] state(MachineFactory factory, int at) {
    Machine machine = factory.create();
    List<Val[]> found = new ArrayList<>();
    machine.tell(() -> found.add(machine.next.clone()));
    machine.initial();
    for (int i = 0; i < at; i++) {
      machine.state = found.getFirst();
      found.clear();
      machine.act(0);
    }
    return found.getFirst();
  }

  /** Where an action leads from the first initial state. */
  private static List<String> leads(Machine machine, int action) {
    List<Val[]> found = new ArrayList<>();
    machine.tell(() -> found.add(machine.next.clone()));
    machine.initial();
    machine.state = found.getFirst();
    found.clear();
    machine.act(action);
    return found.stream().map(state -> state[0] + " " + state[1]).toList();
  }

  private Program program(String goal, String tasks, String far) {
    try {
      Path module = Files.writeString(folder.resolve("Steps.tla"), MODULE);
      Path config =
          Files.writeString(
              folder.resolve("Steps.cfg"),
              "INIT Init\nNEXT Next\nINVARIANT Near\nCONSTANTS\n  Goal = %s\n  Task = %s\n  Far = %s\n"
                  .formatted(goal, tasks, far));
      try (TlcSession session =
          TlcSessions.open(Model.of("Steps", Source.read(module, config)).build())) {
        return SpecBuilder.build(session.tree());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
