package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.catalog.Source;
import org.mmucheck.input.InputException;
import org.mmucheck.tlc.peer.Line;
import org.mmucheck.tlc.peer.RunKey;
import org.mmucheck.tlc.peer.ServerMain;
import org.mmucheck.tlc.peer.WorkerMain;

/** One model, explored by several processes. */
class DistributedTest {
  private static final int STATES = 2_000;
  private static final long LOOK_MILLIS = 100;
  private static final String SAFE = "INVARIANT Small\n";

  /** A run is not over when it first tells how far it is. */
  private static final String SAFE_FOR_LONG = "INVARIANT SmallForLong\n";

  private static final String BROKEN = "INVARIANT ReachNine\n";

  @TempDir private Path folder;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** A state takes long enough for a run of some seconds. */
  @BeforeEach
  void writeModule() throws IOException {
    Files.writeString(
        folder.resolve("Slow.tla"),
        """
        ---- MODULE Slow ----
        EXTENDS Naturals, TLC
        CONSTANTS a, b
        VARIABLES x, y
        vars == <<x, y>>
        Init == x \\in 1..20 /\\ y = 0
        Step == y < 99 /\\ y' = y + 1 /\\ x' = x
        Next == Step
        Small == y < 100 /\\ \\A i \\in 1..5000 : i * i > 0
        SmallForLong == y < 100 /\\ \\A i \\in 1..25000 : i * i > 0
        ReachNine == y # 9
        Onward == [][y' >= y]_vars
        Ends == <>(y = 99)
        Even == y' % 2 = 0
        Shadow == y
        Alike == Permutations({a, b})
        ====
        """);
  }

  @AfterEach
  void endChildren() {
    children(WorkerMain.class).forEach(ProcessHandle::destroyForcibly);
    children(ServerMain.class).forEach(ProcessHandle::destroyForcibly);
  }

  private Model model(String checked, Model.@Nullable Expected expected) {
    String config =
        "CONSTANTS a = a\nb = b\nINIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n" + checked;
    Model.Expected success = new Model.Expected(Result.SUCCESS, null, (long) STATES, 100);
    return Model.of("Slow", new Source(folder, "Slow", config))
        .expected(expected == null ? success : expected)
        .summary("It goes up.")
        .build();
  }

  private CheckOptions distributed(
      int workers, @Nullable Path token, BiConsumer<Model, TlcProgress> progress) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new CheckOptions(1, null, progress, null)
        .distributed(new Distribution(workers, any, token, told::add));
  }

  private static CheckResult check(Model model, CheckOptions options) throws InterruptedException {
    return Checker.check(List.of(model), options).getFirst();
  }

  private static List<ProcessHandle> children(Class<?> main) {
    return ProcessHandle.current()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains(main.getName()))
        .toList();
  }

  /** Does something once, in the middle of a run. */
  private static BiConsumer<Model, TlcProgress> midway(Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    return (model, progress) -> {
      if (progress.distinctStates() > 20 && !done.getAndSet(true)) {
        assertThat(progress.queuedStates()).as("left when it happens").isPositive();
        action.run();
      }
    };
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Test
  @Tag("slow")
  void shouldFindAllStatesThoughAWorkerDies() throws Exception {
    Runnable killOne = () -> kill(children(WorkerMain.class).getFirst());
    CheckResult result = check(model(SAFE_FOR_LONG, null), distributed(3, null, midway(killOne)));
    assertThat(result.exitCode()).as(() -> told + " " + result).isZero();
    TlcResult actual = Objects.requireNonNull(result.actual());
    assertThat(actual.result()).isEqualTo(Result.SUCCESS);
    assertThat(actual.distinctStates()).isEqualTo(STATES);
    assertThat(told)
        .anyMatch(line -> line.matches("worker \\d ended with 137.*; the others do its states"));
    assertThat(children(WorkerMain.class)).isEmpty();
    assertThat(children(ServerMain.class)).isEmpty();
  }

  @Test
  @Tag("slow")
  void shouldEndTheWorkersWhenTheServerIsKilled() throws Exception {
    Runnable killIt = () -> kill(children(ServerMain.class).getFirst());
    CheckResult result = check(model(SAFE_FOR_LONG, null), distributed(1, null, midway(killIt)));
    assertThat(result.exitCode()).isEqualTo(Memory.EXHAUSTED);
    assertThat(result.failure()).hasMessageContaining("TLC's server ended with 137");
    assertThat(children(WorkerMain.class)).isEmpty();
  }

  @Test
  @Tag("slow")
  void shouldFailWhenTheLastWorkerDies() throws Exception {
    Runnable killAll = () -> children(WorkerMain.class).forEach(DistributedTest::kill);
    CheckResult result = check(model(SAFE_FOR_LONG, null), distributed(1, null, midway(killAll)));
    assertThat(result.failure())
        .hasMessageContaining("all workers have ended, the last so: worker 1 ended with 137");
    assertThat(children(ServerMain.class)).isEmpty();
  }

  @Test
  @Tag("slow")
  void shouldFindTheCounterexampleOfALocalRun() throws Exception {
    Model.Expected expected =
        new Model.Expected(Result.SAFETY_FAILURE, "ReachNine", null, null, null, 9);
    Model model = model(BROKEN, expected);
    CheckResult local = check(model, new CheckOptions(1, null, (any, progress) -> {}, null));
    CheckResult result = check(model, distributed(1, null, (any, progress) -> {}));
    assertThat(result.exitCode()).isZero();
    assertThat(result.counterexample()).isNotNull().isEqualTo(local.counterexample());
    assertThat(Objects.requireNonNull(result.actual()).distinctStates())
        .isEqualTo(Objects.requireNonNull(local.actual()).distinctStates());
  }

  /** The run waits for who has its token, and for nobody else. */
  @Test
  @Tag("slow")
  void shouldLetInWhoHasTheToken() throws Exception {
    Path token = folder.resolve("token");
    CheckOptions options = distributed(0, token, (any, progress) -> {});
    CompletableFuture<CheckResult> running =
        CompletableFuture.supplyAsync(asking(() -> check(model(SAFE, null), options)));
    InetSocketAddress run = address(heard(running));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
        .isEqualTo("rw-------");

    Path other = RunKey.create(folder.resolve("other")).file();
    assertThatThrownBy(() -> JoinedRun.work(run, other, 1, null))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no run lets this worker in");
    assertThat(answersJava(run)).isFalse();
    trustAnyone(run);
    assertThat(List.of(heard(running), heard(running), heard(running)))
        .containsOnly("sent away who has not this run's token, at 127.0.0.1");
    assertThat(running).isNotDone();
    InetSocketAddress server;
    try (Line line = Line.to(RunKey.read(token), run)) {
      server = new InetSocketAddress(run.getAddress(), line.serverPort());
    }
    assertThat(answersJava(server)).isFalse();
    for (InetSocketAddress each : List.of(run, server)) {
      assertThatThrownBy(
              () -> new Socket(InetAddress.getByName("127.0.0.2"), each.getPort()).close())
          .as("it listens at the address that was named and at no other")
          .isInstanceOf(ConnectException.class);
    }

    assertThat(JoinedRun.work(run, token, 2, null)).isTrue();
    CheckResult result = running.join();
    assertThat(result.exitCode()).isZero();
    assertThat(Objects.requireNonNull(result.actual()).distinctStates()).isEqualTo(STATES);
    assertThat(token).doesNotExist();
  }

  /** What the run says next; if it ends without a word, how it ended. */
  private String heard(CompletableFuture<CheckResult> running) throws InterruptedException {
    String line = told.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    while (line == null) {
      assertThat(running.isDone() ? running.join() : null).isNull();
      line = told.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
    return line;
  }

  /** Whether somebody answers what a worker of TLC's own says to its server. */
  private static boolean answersJava(InetSocketAddress at) throws IOException {
    try (Socket socket = new Socket(at.getAddress(), at.getPort());
        OutputStream out = socket.getOutputStream()) {
      out.write("JRMI\0\2K".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      int first = socket.getInputStream().read();
      while (socket.getInputStream().read() >= 0) {}
      return first == 'N';
    } catch (SocketException e) {
      return false; // it does not even read to the end
    }
  }

  /** Speaks TLS, asks for no proof, and has none. */
  private static void trustAnyone(InetSocketAddress run) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Credulous()}, null);
    try (Socket socket = context.getSocketFactory().createSocket(run.getAddress(), run.getPort())) {
      assertThatThrownBy(() -> new DataInputStream(socket.getInputStream()).readUTF())
          .isInstanceOf(IOException.class);
    }
  }

  private static final class Credulous implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static InetSocketAddress address(String line) {
    String[] words = line.split("mmucheck worker ")[1].split("[ :]");
    return new InetSocketAddress(words[0], Integer.parseInt(words[1]));
  }

  private interface Asking<T> {
    T ask() throws Exception;
  }

  private static <T> Supplier<T> asking(Asking<T> asking) {
    return () -> {
      try {
        return asking.ask();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "PROPERTY Ends, PROPERTY Ends: distributed TLC ignores",
    "PROPERTY Onward, PROPERTY Onward: distributed TLC ignores",
    "ACTION_CONSTRAINT Even, ACTION_CONSTRAINT Even: of the steps into a state",
    "VIEW Shadow, VIEW and SYMMETRY:",
    "SYMMETRY Alike, VIEW and SYMMETRY:",
  })
  void shouldRefuseWhatDistributedTlcWouldIgnore(String config, String why) throws Exception {
    refuses(model(SAFE + config + "\n", null), why);
  }

  @Test
  void shouldRefuseWhatEachWorkerHasOfItsOwn() throws Exception {
    Files.writeString(
        folder.resolve("Slow.tla"),
        Files.readString(folder.resolve("Slow.tla")).replace("y < 100 ", "TLCGet(1) = 1 "));
    refuses(model("INVARIANT Small\n", null), "TLCGet: each worker has a value of its own");
  }

  private void refuses(Model model, String why) throws Exception {
    CheckResult result = check(model, distributed(1, null, (any, progress) -> {}));
    assertThat(result.exitCode()).isEqualTo(TlcException.NOT_FIT);
    assertThat(result.failure()).hasMessageContaining(why);
    assertThat(told).as("nothing has started").isEmpty();
  }

  @Test
  void shouldSayThatAnAssumptionIsFalse() throws Exception {
    Files.writeString(
        folder.resolve("Slow.tla"),
        Files.readString(folder.resolve("Slow.tla")).replace("====", "ASSUME 1 > 2\n===="));
    CheckResult result = check(model(SAFE, null), distributed(1, null, (any, progress) -> {}));
    assertThat(result.exitCode()).isEqualTo(10);
  }

  @Test
  void shouldSayWhereItCannotListen() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Consumer<String> nobody = line -> {};
      InetSocketAddress at = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
      CheckOptions options =
          CheckOptions.quiet().distributed(new Distribution(1, at, null, nobody));
      assertThatThrownBy(() -> check(model(SAFE, null), options))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("--listen 127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("cannot listen there");
    }
  }
}
