package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.RandomAccessFile;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;

/** A session in a copy of TLC that others have used is like one in a copy of its own. */
@Tag("slow")
class ReusedTlcTest {
  private final TlcCopies copies = new TlcCopies();

  @ParameterizedTest
  @CsvSource({
    "TdpRoot, TdpRoot_b, TdpRoot, TdpRoot",
    "TdpRoot, TdpRoot, TdpRoot, TdpRoot_b",
    "TdpRoot, TdpRoot_b, Counter, CounterBelow",
    "Counter, CounterDeadlock, TdpRoot, TdpRoot_b",
    "Shapes, Shapes, Counter, CounterStutters",
    "Counter, CounterBelow, Shapes, Shapes",
    "Counter, CounterCycles, TdpRoot, TdpRoot_b",
    "Counter, CounterCycles, Counter, CounterCycles",
    "Counter, CounterCycles, Counter, CounterStutters",
    "Counter, CounterCycles, Counter, CounterForward",
    "Counter, CounterForward, Counter, CounterCycles",
  })
  void shouldNotDependOnSessionBefore(
      String module, String config, String nextModule, String nextConfig)
      throws InterruptedException {
    Model next = TestSpecs.model(nextModule, nextConfig);
    Seen alone = see(next, new TlcCopies());

    see(TestSpecs.model(module, config), copies);
    Seen after = see(next, copies);

    assertThat(after).isEqualTo(alone);
  }

  @Test
  void shouldServeOneSessionAfterTheOther() throws InterruptedException {
    TlcCopies.Copy first = copies.take();
    copies.giveBack(first);

    see(TestSpecs.model("TdpRoot", "TdpRoot_b"), copies);

    assertThat(copies.take()).isSameAs(first);
  }

  @Test
  void shouldGiveOpenSessionsCopiesOfTheirOwn() throws InterruptedException {
    Model right = TestSpecs.model("TdpRoot", "TdpRoot");
    Seen alone = see(right, new TlcCopies());

    try (TlcSession one = TlcSessions.open(right, copies);
        TlcSession two = TlcSessions.open(TestSpecs.model("Counter", "CounterBelow"), copies);
        TlcSession three = TlcSessions.open(TestSpecs.model("TdpRoot", "TdpRoot_b"), copies)) {
      assertThat(two.check(TlcOptions.oneWorker()).property()).isEqualTo("Below");
      assertThat(three.check(TlcOptions.oneWorker()).property()).isEqualTo("ZapSeesLiveRoot");
      assertThat(Seen.in(one)).isEqualTo(alone);
    }
  }

  @Test
  void shouldServeSessionsAfterLivenessCheck() throws InterruptedException {
    TlcCopies.Copy first = copies.take();
    copies.giveBack(first);

    see(TestSpecs.model("Counter", "CounterCycles"), copies);

    assertThat(copies.take()).isSameAs(first);
  }

  /** A buffer of a file that was closed twice goes to two others (tlaplus#948). */
  @Test
  void shouldGiveFilesBuffersOfTheirOwn(@TempDir Path folder) throws Exception {
    TlcCopies.Copy copy = copies.take();
    RandomAccessFile before = file(copy, folder.resolve("before"));
    before.write(0);
    before.close();
    before.close();
    copies.giveBack(copy);

    try (TlcSession session = TlcSessions.open(TestSpecs.model("TdpRoot", "TdpRoot"), copies);
        RandomAccessFile one = file(copy, folder.resolve("one"));
        RandomAccessFile two = file(copy, folder.resolve("two"))) {
      assertThat(session.getClass().getClassLoader()).isSameAs(copy.loader());
      one.write(1);
      two.write(2);
      one.seek(0);
      assertThat(one.read()).isEqualTo(1);
    }
  }

  private static RandomAccessFile file(TlcCopies.Copy copy, Path path) throws Exception {
    return (RandomAccessFile)
        Class.forName("tlc2.util.BufferedRandomAccessFile", true, copy.loader())
            .getConstructor(File.class, String.class)
            .newInstance(path.toFile(), "rw");
  }

  @Test
  void shouldStartAnewAfterFailure() throws InterruptedException {
    for (Model broken :
        List.of(
            TestSpecs.model("SyntaxError", "SyntaxError"),
            TestSpecs.model("Counter", "CounterBroken"),
            TestSpecs.model("Counter", "CounterAssert"))) {
      TlcCopies.Copy first = copies.take();
      copies.giveBack(first);

      assertThatThrownBy(() -> see(broken, copies)).isInstanceOf(TlcException.class);

      assertThat(copies.take()).isNotSameAs(first);
    }
  }

  @Test
  void shouldStartAnewAfterInterruption() {
    TlcCopies.Copy first = copies.take();
    copies.giveBack(first);
    TlcOptions interrupted = new TlcOptions(1, progress -> Thread.currentThread().interrupt());

    try (TlcSession session =
        TlcSessions.open(TestSpecs.model("Counter", "CounterEndless"), copies)) {
      assertThatThrownBy(() -> session.check(interrupted)).isInstanceOf(InterruptedException.class);
      assertThat(threadsOf(first)).isEmpty();
    }

    assertThat(copies.take()).isNotSameAs(first);
  }

  @Test
  void shouldLeaveNoThreadBehind() throws InterruptedException {
    Model early = TestSpecs.model("Crowd", "Crowd");
    for (int round = 0; round < 20; round++) {
      TlcCopies.Copy copy = copies.take();
      copies.giveBack(copy);

      try (TlcSession session = TlcSessions.open(early, copies)) {
        assertThat(session.check(TlcOptions.oneWorker()).property()).isEqualTo("AllStay");

        assertThat(threadsOf(copy)).as("may still write, or end the program").isEmpty();
      }
    }
  }

  /** A copy is 25 MB. Caches of the JDK may keep the last one while memory is plenty. */
  @Test
  void shouldKeepNothingOfCopiesThatCheckedLiveness() throws InterruptedException {
    List<WeakReference<ClassLoader>> used = List.of(looped(), looped(), looped());

    long kept = used.size();
    for (int round = 0; round < 50 && kept > 1; round++) {
      System.gc();
      kept = used.stream().filter(copy -> copy.get() != null).count();
    }
    assertThat(kept).isLessThanOrEqualTo(1);
  }

  private WeakReference<ClassLoader> looped() throws InterruptedException {
    Seen seen = see(TestSpecs.model("Counter", "CounterCycles"), copies);
    assertThat(seen.verdict()).contains("SettlesAtLimit");
    TlcCopies.Copy used = copies.take();
    copies.discard(used);
    return new WeakReference<>(used.loader());
  }

  private static List<Thread> threadsOf(TlcCopies.Copy copy) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getClass().getClassLoader() == copy.loader())
        .toList();
  }

  @Test
  void shouldReturnCopyOnceHoweverOftenSessionIsClosed() {
    TlcSession session = TlcSessions.open(TestSpecs.model("TdpRoot", "TdpRoot"), copies);
    session.close();
    session.close();

    assertThat(copies.take()).isNotSameAs(copies.take());
  }

  private static Seen see(Model model, TlcCopies copies) throws InterruptedException {
    try (TlcSession session = TlcSessions.open(model, copies)) {
      return Seen.in(session);
    }
  }

  /** All that a session tells. */
  private record Seen(
      List<Object> verdict, List<State> initial, List<ActionInstance> actions, List<State> next) {
    static Seen in(TlcSession session) throws InterruptedException {
      TlcResult result = session.check(TlcOptions.oneWorker());
      TlcSpec spec = session.spec();
      List<State> initial = spec.initialStates();
      return new Seen(
          List.of(
              result.result(),
              String.valueOf(result.property()),
              result.distinctStates(),
              result.generatedStates(),
              result.depth(),
              String.valueOf(result.errorTrace())),
          initial,
          spec.actions(),
          spec.actions().stream().flatMap(a -> spec.next(initial.get(0), a).stream()).toList());
    }
  }
}
