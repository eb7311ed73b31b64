package org.mmucheck.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mmucheck.sched.Actor;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

class ScheduledSubjectTest {
  private enum Point {
    LOCK,
    ZAP_SPTE,
    YIELD,
    NEVER_MET
  }

  private static final Actions ACTIONS =
      new Actions(List.of("HostFrees"), List.of("Zap"), List.of(Point.values()));

  /** Tasks z0 and z1 zap in a lock, as often as their budgets say. */
  private static final class Zapper extends ScheduledSubject {
    private final Actor z0 = spawn("z0");
    private final Actor z1 = spawn("z1");
    private int budget = 1;
    private boolean locked;
    private int zapped;
    private int frees = 1;

    Zapper() {
      super(ACTIONS);
    }

    @Override
    protected boolean environment(ActionInstance action) {
      if (frees == 0) {
        return false;
      }
      frees--;
      return true;
    }

    @Override
    protected @Nullable Runnable command(Actor actor, ActionInstance action) {
      if (budget == 0) {
        return null;
      }
      budget--;
      return () -> {
        actor.park(() -> !locked, Point.LOCK);
        locked = true;
        while (actor.park(Actor.ALWAYS, Point.ZAP_SPTE, Point.YIELD) == 1) {
          locked = false;
          actor.park(() -> !locked, Point.LOCK);
          locked = true;
        }
        zapped++;
        locked = false;
      };
    }

    @Override
    protected boolean isDone(Actor actor) {
      return budget == 0;
    }

    @Override
    public State state() {
      return new State(List.of("pc0", "pc1", "zapped"), pc(z0), pc(z1), Value.of(zapped));
    }
  }

  private final Zapper subject = new Zapper();

  @AfterEach
  void close() {
    subject.close();
  }

  private static ActionInstance action(String name, String... args) {
    Map<String, Value> named = new LinkedHashMap<>();
    for (String arg : args) {
      named.put("p" + named.size(), Value.of(arg));
    }
    return new ActionInstance(name, named);
  }

  private String pcs() {
    return subject.state().value("pc0") + " " + subject.state().value("pc1");
  }

  @Test
  void shouldNameAPointAsTheSpecDoes() {
    assertThat(ACTIONS.names())
        .containsExactly("HostFrees", "Lock", "NeverMet", "Yield", "Zap", "ZapSpte");
  }

  @Test
  void shouldTakeCommandsStepsAndElectedSteps() {
    assertThat(pcs()).isEqualTo("Idle Idle");
    assertThat(subject.tryStep(action("Zap", "z0"))).isTrue();
    assertThat(pcs()).isEqualTo("Lock Done");
    assertThat(subject.tryStep(action("Lock", "z0"))).isTrue();
    assertThat(pcs()).isEqualTo("ZapSpte Done");
    assertThat(subject.tryStep(action("Yield", "z0"))).isTrue();
    assertThat(pcs()).isEqualTo("Lock Done");
    assertThat(subject.tryStep(action("Lock", "z0"))).isTrue();
    assertThat(subject.tryStep(action("ZapSpte", "z0"))).isTrue();
    assertThat(pcs()).isEqualTo("Done Done");
    assertThat(subject.state().value("zapped")).isEqualTo(Value.of(1));
  }

  @Test
  void shouldRefuseWhatTheTaskIsNotAt() {
    assertThat(subject.tryStep(action("Lock", "z0"))).as("idle").isFalse();
    subject.tryStep(action("Zap", "z0"));
    State parked = subject.state();
    assertThat(subject.tryStep(action("Zap", "z0"))).as("busy").isFalse();
    assertThat(subject.tryStep(action("Zap", "z1"))).as("no budget").isFalse();
    assertThat(subject.tryStep(action("Yield", "z0"))).as("another point").isFalse();
    subject.locked = true;
    assertThat(subject.tryStep(action("Lock", "z0"))).as("lock taken").isFalse();
    assertThat(subject.state()).isEqualTo(parked);
  }

  @Test
  void shouldAskTheEnvironment() {
    assertThat(subject.tryStep(action("HostFrees"))).isTrue();
    assertThat(subject.tryStep(action("HostFrees"))).isFalse();
  }

  @Test
  void shouldRejectActionsThatAreNotTheImplementations() {
    assertThatThrownBy(() -> subject.tryStep(action("Zapp", "z0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the implementation has no action Zapp");
    assertThatThrownBy(() -> subject.tryStep(action("Lock")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Lock lacks the task that takes it");
    assertThatThrownBy(() -> subject.tryStep(action("Lock", "z7")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Lock(z7) names no task of the implementation");
    subject.tryStep(action("Zap", "z0"));
    assertThatThrownBy(() -> subject.tryStep(action("Lock", "z0", "g1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Lock(z0, g1) has arguments that the step does not take");
  }

  @Test
  void shouldRejectTwoActionsOrTasksOfOneName() {
    assertThatThrownBy(() -> new Actions(List.of("Lock"), List.of(), List.of(Point.LOCK)))
        .hasMessage("two actions are named Lock");
    assertThatThrownBy(() -> subject.spawn("z0")).hasMessage("two tasks are named z0");
  }
}
