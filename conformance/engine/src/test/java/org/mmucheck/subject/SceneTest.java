package org.mmucheck.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.mmucheck.points.Points;
import org.mmucheck.sched.ActorFailure;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

class SceneTest {
  private enum Point {
    ADD_ITEM
  }

  /** A room that one task at a time is in, and a bell. */
  private static final class Room {
    private final Points points;
    private final ReentrantLock lock;
    private final Condition bell;
    private final List<String> log = new ArrayList<>();
    private boolean rung;

    Room(Points points, ReentrantLock lock) {
      this.points = points;
      this.lock = lock;
      this.bell = lock.newCondition();
    }

    void enter(String who) {
      lock.lock();
      try {
        log.add(who + " in");
        points.before("Leave");
        log.add(who + " out");
      } finally {
        lock.unlock();
      }
    }

    void sleep(String who) throws InterruptedException {
      lock.lock();
      try {
        while (!rung) {
          bell.await();
        }
        log.add(who + " woken");
      } finally {
        lock.unlock();
      }
    }

    void ring(boolean all) {
      lock.lock();
      try {
        rung = true;
        if (all) {
          bell.signalAll();
        } else {
          bell.signal();
        }
      } finally {
        lock.unlock();
      }
    }

    List<String> log() {
      lock.lock();
      try {
        return new ArrayList<>(log);
      } finally {
        lock.unlock();
      }
    }
  }

  private static ActionInstance action(String name, Object... args) {
    Map<String, Value> named = new LinkedHashMap<>();
    for (Object arg : args) {
      named.put("p" + named.size(), Convert.toSpec("argument", arg));
    }
    return new ActionInstance(name, named);
  }

  private static Subject start(List<String> vars, Consumer<Scene> set, String... steps) {
    return Adapter.of("Room", set).bind(vars, Map.of("Size", Value.of(2)), Set.of(steps)).start();
  }

  private static Subject room(Consumer<Scene> more, String... steps) {
    return start(
        List.of("log", "waiting", "woken"),
        scene -> {
          Room room = new Room(scene.points(), scene.points().lock());
          for (String task : List.of("a", "b", "c")) {
            scene
                .task(task)
                .on("Enter", args -> room.enter(task))
                .on("Sleep", args -> room.sleep(task))
                .on("Ring", args -> room.ring(false))
                .on("RingAll", args -> room.ring(true));
          }
          scene.variable("log", room::log);
          scene.variable("waiting", () -> scene.waiting(room.bell));
          scene.variable("woken", scene::woken);
          more.accept(scene);
        },
        steps);
  }

  private static String log(Subject subject) {
    return subject.state().value("log").toString();
  }

  @Test
  void shouldRunThroughAFreeLockAndAPointThatTheSpecHasNoStepFor() {
    try (Subject subject = room(scene -> {})) {
      assertThat(subject.tryStep(action("Enter", "a"))).isTrue();
      assertThat(log(subject)).isEqualTo("<<a in, a out>>");
    }
  }

  @Test
  void shouldRefuseACallWhileTheLockIsHeldAndLeaveNothingBehind() {
    try (Subject subject = room(scene -> {}, "Leave")) {
      assertThat(subject.tryStep(action("Enter", "a"))).isTrue();
      assertThat(subject.tryStep(action("Enter", "b"))).isFalse();
      assertThat(log(subject)).isEqualTo("<<a in>>");
      assertThat(subject.tryStep(action("Leave", "b"))).isFalse();
      assertThat(subject.tryStep(action("Leave", "a"))).isTrue();
      assertThat(subject.tryStep(action("Enter", "b"))).isTrue();
      assertThat(log(subject)).isEqualTo("<<a in, a out, b in>>");
    }
  }

  @Test
  void shouldGiveBackTheBudgetOfACallThatIsRefused() {
    List<Integer> left = new ArrayList<>();
    try (Subject subject =
        start(
            List.of("left"),
            scene -> {
              Semaphore semaphore = scene.points().semaphore(0);
              Task task = scene.task("a").on("Down", 1, args -> semaphore.acquire());
              scene.environment(
                  "Up",
                  args -> {
                    semaphore.release();
                    return true;
                  });
              scene.variable("left", () -> task.left("Down"));
            })) {
      for (String name : List.of("Down", "Up", "Down", "Up", "Down")) {
        boolean taken = subject.tryStep(name.equals("Up") ? action(name) : action(name, "a"));
        left.add((taken ? 10 : 0) + ((int) ((Value.Int) subject.state().value("left")).value()));
      }
    }
    assertThat(left).containsExactly(1, 11, 10, 10, 0);
  }

  @Test
  void shouldTakeTheSameActionOnWhereATaskHasWaited() {
    try (Subject subject = room(scene -> {})) {
      subject.tryStep(action("Sleep", "b"));
      subject.tryStep(action("Sleep", "a"));
      assertThat(subject.state().value("waiting")).hasToString("<<b, a>>");
      assertThat(subject.tryStep(action("Sleep", "a"))).as("not signalled").isFalse();
      assertThat(subject.tryStep(action("Enter", "a"))).as("another call").isFalse();
      subject.tryStep(action("Ring", "c"));
      assertThat(subject.state().value("waiting")).hasToString("<<a>>");
      assertThat(subject.state().value("woken")).hasToString("{b}");
      assertThat(subject.tryStep(action("Sleep", "a"))).as("the other is signalled").isFalse();
      assertThat(subject.tryStep(action("Sleep", "b"))).isTrue();
      assertThat(log(subject)).isEqualTo("<<b woken>>");
    }
  }

  @Test
  void shouldGiveTwoTasksOfOneNameTheirOwnActions() {
    List<String> log = new ArrayList<>();
    try (Subject subject =
        start(
            List.of("log"),
            scene -> {
              for (String node : List.of("a", "b")) {
                scene.task(node).on("Work", args -> log.add(node + " works"));
                scene
                    .task("carrier of " + node)
                    .as(node)
                    .on("Pass", args -> log.add(node + " passes"));
              }
              scene.variable("log", () -> log);
            })) {
      assertThat(subject.tryStep(action("Pass", "b"))).isTrue();
      assertThat(subject.tryStep(action("Work", "b"))).isTrue();
      assertThat(subject.tryStep(action("Pass", "a"))).isTrue();
      assertThatThrownBy(() -> subject.tryStep(action("Pass", "c")))
          .hasMessageContaining("does not name the task");
    }
    assertThat(log).containsExactly("b passes", "b works", "a passes");
  }

  @Test
  void shouldWakeAllInAnyOrder() {
    try (Subject subject = room(scene -> {})) {
      subject.tryStep(action("Sleep", "a"));
      subject.tryStep(action("Sleep", "b"));
      subject.tryStep(action("RingAll", "c"));
      assertThat(subject.state().value("woken")).hasToString("{a, b}");
      subject.tryStep(action("Sleep", "b"));
      subject.tryStep(action("Sleep", "a"));
      assertThat(log(subject)).isEqualTo("<<b woken, a woken>>");
    }
  }

  @Test
  void shouldMakeAStepOfALockThatHasAName() {
    try (Subject subject =
        start(
            List.of("holder", "next"),
            scene -> {
              ReentrantLock lock = scene.points().lock("Acquire");
              for (String name : List.of("a", "b")) {
                scene
                    .task(name)
                    .on(
                        "Begin",
                        args -> {
                          lock.lock();
                          scene.points().before(Point.ADD_ITEM);
                          lock.unlock();
                        });
              }
              scene.variable("holder", () -> scene.holder(lock, "none"));
              scene.variable("next", () -> scene.task("a").next("Idle"));
            },
            "Acquire",
            "AddItem")) {
      assertThat(subject.state().value("next")).hasToString("Idle");
      subject.tryStep(action("Begin", "a"));
      subject.tryStep(action("Begin", "b"));
      assertThat(subject.state().value("next")).hasToString("Acquire");
      assertThat(subject.tryStep(action("Acquire", "a"))).isTrue();
      assertThat(subject.state().value("next")).hasToString("AddItem");
      assertThat(subject.tryStep(action("Acquire", "b"))).isFalse();
      assertThat(subject.state().value("holder")).hasToString("a");
      assertThat(subject.tryStep(action("AddItem", "a"))).isTrue();
      assertThat(subject.state().value("holder")).hasToString("none");
      assertThat(subject.tryStep(action("Acquire", "b"))).isTrue();
    }
  }

  @Test
  void shouldRunATaskFromTheStartToItsFirstStep() {
    try (Subject subject =
        start(
            List.of("turns"),
            scene -> {
              List<Integer> turns = new ArrayList<>();
              scene
                  .task("ticker")
                  .steps("Tick")
                  .runs(
                      () -> {
                        while (turns.size() < 2) {
                          scene.points().before("Tick", () -> turns.size() < 2);
                          turns.add(turns.size());
                        }
                      });
              scene.variable("turns", () -> turns);
            },
            "Tick")) {
      assertThat(subject.tryStep(action("Tick"))).as("its only task needs no argument").isTrue();
      assertThat(subject.tryStep(action("Tick"))).isTrue();
      assertThat(subject.tryStep(action("Tick"))).isFalse();
      assertThat(subject.state().value("turns")).hasToString("<<0, 1>>");
    }
  }

  @Test
  void shouldRefuseAWaitWithATimeLimit() {
    try (Subject subject =
        start(
            List.of(),
            scene -> {
              ReentrantLock lock = scene.points().lock();
              scene.task("a").on("Try", args -> lock.tryLock(1, TimeUnit.SECONDS));
            })) {
      assertThatThrownBy(() -> subject.tryStep(action("Try", "a")))
          .isInstanceOf(ActorFailure.class)
          .hasRootCauseMessage(
              "tryLock(1, SECONDS) has a time limit, and a scene has no clock:"
                  + " use tryLock() or lock()");
    }
  }

  /** In production it waits for ever: it needs the lock that its maker holds while it joins it. */
  @Test
  void shouldNotGoOnWhereAThreadOfTheCodeWouldHaveToWait() {
    try (Subject subject =
        start(
            List.of("done"),
            scene -> {
              ReentrantLock lock = scene.points().lock();
              scene.variable("done", () -> true);
              scene.task("a").on("Join", args -> joinUnder(lock));
            })) {
      assertThat(subject.tryStep(action("Join", "a"))).isTrue();
      assertThatThrownBy(subject::state)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("lock() has to wait, but no task of the scene calls it");
    }
  }

  private static void joinUnder(ReentrantLock lock) {
    lock.lock();
    try {
      Thread child = new Thread(lock::lock);
      child.setUncaughtExceptionHandler((thread, thrown) -> {});
      child.start();
      child.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      lock.unlock();
    }
  }

  @Test
  void shouldTellWhoMisusesALock() {
    try (Subject subject =
        start(
            List.of(),
            scene -> {
              ReentrantLock lock = scene.points().lock();
              scene.task("a").on("Signal", args -> lock.newCondition().signal());
              scene.task("b").on("Unlock", args -> lock.unlock());
            })) {
      assertThatThrownBy(() -> subject.tryStep(action("Signal", "a")))
          .hasRootCauseInstanceOf(IllegalMonitorStateException.class);
      assertThatThrownBy(() -> subject.tryStep(action("Unlock", "b")))
          .hasRootCauseMessage("unlock() by b, but the lock is free");
    }
  }

  @Test
  void shouldSayWhatTheSceneLacks() {
    assertThatThrownBy(() -> start(List.of("x"), scene -> {}))
        .hasMessage(
            "the scene does not say what the spec's variable x is in the code:"
                + " add scene.variable(\"x\", ...)");
    assertThatThrownBy(() -> start(List.of("items"), scene -> scene.variable("item", () -> 1)))
        .hasMessage("the spec has no variable item among [items]; did you mean items?");
    assertThatThrownBy(() -> start(List.of(), scene -> scene.variable("y", () -> 1)))
        .hasMessage("the spec has no variable y among []");
    assertThatThrownBy(() -> start(List.of(), scene -> scene.integer("Sise")))
        .hasMessage("the model has no constant Sise; it has [Size]");
    assertThatThrownBy(() -> start(List.of(), scene -> scene.flag("Size")))
        .hasMessage("constant Size is 2, not a Boolean");
    try (Subject subject =
        Adapter.of("M", scene -> scene.task("a")).bind(List.of(), Map.of(), Set.of("Go")).start()) {
      assertThatThrownBy(() -> subject.tryStep(action("Go", "z")))
          .hasMessage(
              "Go(z) is an action of no task: add scene.task(\"z\").on(\"Go\", ...);"
                  + " the tasks are [a]");
    }
    try (Subject subject = start(List.of(), scene -> scene.task("a").on("Go", args -> {}))) {
      assertThatThrownBy(() -> subject.tryStep(action("Stop", "a")))
          .hasMessage("the implementation has no action Stop");
    }
    try (Subject subject =
        start(
            List.of(),
            scene -> {
              scene.task("a").on("Go", args -> {});
              scene.task("b").on("Go", args -> {});
            })) {
      assertThatThrownBy(() -> subject.tryStep(action("Go", "z")))
          .hasMessage(
              "Go(z) does not name the task that takes it as its first argument,"
                  + " and 2 tasks have this action; the tasks are [a, b]");
    }
  }

  @Test
  void shouldPassTheArgumentsOfAnActionByPlaceAndByName() {
    List<String> seen = new ArrayList<>();
    try (Subject subject =
        start(
            List.of(),
            scene ->
                scene
                    .task("a")
                    .on(
                        "Send",
                        args ->
                            seen.add(
                                args.text("p0") + args.integer(1) + args.flag("p2") + args)))) {
      subject.tryStep(action("Send", "a", 7, true));
      assertThat(seen).containsExactly("a7trueSend(a, 7, TRUE)");
    }
  }

  @Test
  void shouldLetTheEnvironmentRefuse() {
    try (Subject subject =
        start(List.of(), scene -> scene.environment("Crash", args -> args.flag(0)))) {
      assertThat(subject.tryStep(action("Crash", true))).isTrue();
      assertThat(subject.tryStep(action("Crash", false))).isFalse();
    }
  }
}
