package org.mmucheck.tlc.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model.Result;
import org.mmucheck.tlc.HeapPressure;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcProgress;
import org.mmucheck.tlc.TlcResult;
import org.mmucheck.tlc.TlcResult.Behaviour;
import org.mmucheck.tlc.UnfinishedException;
import tlc2.TLCGlobals;
import tlc2.output.EC;
import tlc2.tool.ModelChecker;
import tlc2.tool.impl.FastTool;
import tlc2.util.NoopStateWriter;

/** One run of TLC's model checker. */
final class Checking {
  private static final long LOOK_MILLIS = 50;
  private static final int LOOKS_A_WORD = 10; // of progress
  private static final long STOP_MILLIS = 10_000; // a liveness check does not listen to stop()
  private static final long PRESSURE_NANOS = 10_000_000_000L;
  private static final double NANOS = 1e9;

  private final FastTool tool;
  private final Messages messages;
  private final Failures failures;
  private final Path metaDir;
  private final @Nullable Recording recording;

  /**
   * @param recording what records the state graph; null if it is not wanted
   */
  Checking(
      FastTool tool,
      Messages messages,
      Failures failures,
      Path metaDir,
      @Nullable Recording recording) {
    this.recording = recording;
    this.tool = tool;
    this.messages = messages;
    this.failures = failures;
    this.metaDir = metaDir;
  }

  /**
   * Runs TLC.
   *
   * @throws TlcException if it reaches no verdict
   */
  TlcResult run(TlcOptions options) throws InterruptedException {
    try {
      return explore(options);
    } catch (UnfinishedException e) {
      throw e;
    } catch (TlcException e) {
      throw FullDisk.asReason(e, metaDir, FullDisk.usable(metaDir));
    }
  }

  private TlcResult explore(TlcOptions options) throws InterruptedException {
    long start = System.nanoTime();
    messages.forget();
    @Nullable Keeper keeper = options.keeping() == null ? null : keeper(options);
    ModelChecker checker = keeper == null ? checker(options.workers()) : keeper.checker();
    if (recording != null) {
      recording.endsBy(checker::stop);
    }
    Outcome outcome = new Outcome();
    Thread thread = new Thread(() -> outcome.of(checker), "TLC");
    thread.setDaemon(true);
    thread.start();
    boolean exhausted = false;
    boolean isOver = false;
    try {
      thread.join(LOOK_MILLIS);
      HeapPressure pressure = new HeapPressure(PRESSURE_NANOS, System.nanoTime());
      int looks = 0;
      while (thread.isAlive() && !exhausted && !isOver && Exits.first().isEmpty()) {
        looks++;
        if (looks % LOOKS_A_WORD == 0) {
          options.progress().accept(progress(checker, start));
        }
        thread.join(LOOK_MILLIS);
        if (keeper != null) {
          keeper.look();
        }
        exhausted = pressure.isTooHigh(System.nanoTime());
        isOver = options.limits().isReached(progress(checker, start));
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      end(checker, thread);
      throw e;
    }
    if (exhausted) {
      // Who holds TLC's locks makes no headway, so there is no use in telling it to stop.
      throw failures.memory(checker.getDistinctStatesGenerated());
    }
    if (isOver) {
      if (keeper != null) {
        keeper.last(thread);
      }
      end(checker, thread);
      if (thread.isAlive()) {
        throw failures.limit(progress(checker, start));
      }
    }
    double seconds = (System.nanoTime() - start) / NANOS;
    if (Exits.first().isPresent()) {
      end(checker, thread);
      throw failures.exit(Exits.first().get(), messages);
    }
    if (!endThreads(checker)) {
      throw new IllegalStateException("TLC has a verdict, and goes on: " + OwnThreads.alive());
    }
    if (keeper != null) {
      keeper.requireSaved();
    }
    if (isOver && isUnfinished(checker, outcome)) {
      throw failures.limit(progress(checker, start));
    }
    return result(checker, outcome, seconds);
  }

  private static boolean endThreads(ModelChecker checker) throws InterruptedException {
    return OwnThreads.end(
        () -> {
          checker.theStateQueue.finishAll();
          Pools.end();
        },
        STOP_MILLIS);
  }

  private Keeper keeper(TlcOptions options) {
    TLCGlobals.setNumWorkers(options.workers());
    try {
      Files.createDirectories(metaDir);
      String folder = metaDir.toString();
      Keeper keeper =
          Keeper.of(
              Objects.requireNonNull(options.keeping()),
              tool,
              folder,
              Visited.open(options.workers(), folder, tool.getRootName()),
              messages);
      TLCGlobals.mainChecker = keeper.checker();
      return keeper;
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private TlcException cannotWrite(IOException e) {
    return new TlcException(
        EC.ExitStatus.ERROR_SYSTEM, "TLC cannot write to " + metaDir + ": " + e.getMessage(), e);
  }

  private static void end(ModelChecker checker, Thread thread) throws InterruptedException {
    checker.stop();
    thread.join(STOP_MILLIS);
    endThreads(checker);
  }

  /** Whether TLC was told to stop before it had found something wrong, or had explored all. */
  private boolean isUnfinished(ModelChecker checker, Outcome outcome) {
    return outcome.failure == null
        && new Verdict(messages).exitCode(outcome.code) == EC.ExitStatus.SUCCESS
        && checker.getStateQueueSize() > 0;
  }

  private ModelChecker checker(int workers) {
    TLCGlobals.setNumWorkers(workers);
    try {
      Files.createDirectories(metaDir);
      String folder = metaDir.toString();
      ModelChecker checker =
          new ModelChecker(
              tool,
              folder,
              recording == null ? new NoopStateWriter() : recording,
              tool.getModelConfig().getCheckDeadlock(),
              null,
              CompletableFuture.completedFuture(
                  recording == null
                      ? Visited.open(workers, folder, tool.getRootName())
                      : recording.visited()),
              System.currentTimeMillis());
      TLCGlobals.mainChecker = checker;
      return checker;
    } catch (IOException e) {
      throw cannotWrite(e);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("the set of visited states is there already", e);
    } catch (RuntimeException e) {
      throw failures.evaluating(e, "the temporal properties");
    }
  }

  private static TlcProgress progress(ModelChecker checker, long start) {
    return new TlcProgress(
        generated(checker),
        checker.getDistinctStatesGenerated(),
        checker.getStateQueueSize(),
        (System.nanoTime() - start) / NANOS);
  }

  private static long generated(ModelChecker checker) {
    return checker instanceof SavingChecker saving
        ? saving.allGenerated()
        : checker.getStatesGenerated();
  }

  private TlcResult result(ModelChecker checker, Outcome outcome, double seconds) {
    if (failures.isMemory(outcome.failure, messages)) {
      throw failures.memory(checker.getDistinctStatesGenerated());
    }
    if (outcome.failure != null) {
      throw failures.evaluating(outcome.failure, "the model");
    }
    Verdict verdict = new Verdict(messages);
    int exitCode = verdict.exitCode(outcome.code);
    Result result =
        switch (exitCode) {
          case EC.ExitStatus.SUCCESS -> Result.SUCCESS;
          case EC.ExitStatus.VIOLATION_DEADLOCK -> Result.DEADLOCK;
          case EC.ExitStatus.VIOLATION_SAFETY -> Result.SAFETY_FAILURE;
          case EC.ExitStatus.VIOLATION_LIVENESS -> Result.LIVENESS_FAILURE;
          default -> throw failures.run(exitCode, messages);
        };
    requireWhole(checker, result);
    @Nullable Behaviour errorTrace = result == Result.SUCCESS ? null : verdict.errorTrace(tool);
    return new TlcResult(
        result,
        verdict.property(tool, new Properties(tool)),
        checker.getDistinctStatesGenerated(),
        generated(checker),
        checker instanceof SavingChecker saving ? saving.depth() : checker.getProgress(),
        seconds,
        exitCode,
        errorTrace == null ? 0 : errorTrace.states().size(),
        errorTrace);
  }

  /** TLC calls it a success, too, when it has been told to stop exploring. */
  private void requireWhole(ModelChecker checker, Result result) {
    long left = checker.getStateQueueSize();
    boolean isStopped = recording != null && recording.isStopped();
    if (result == Result.SUCCESS && left > 0 && !isStopped) {
      throw failures.unfinished(checker.getDistinctStatesGenerated(), left);
    }
  }

  /** How the checker's own thread ended. */
  private static final class Outcome {
    int code = EC.GENERAL; // it is a success if TLC says so
    @Nullable Throwable failure;

    void of(ModelChecker checker) {
      try {
        code = checker.modelCheck();
      } catch (Throwable e) {
        failure = e; // reported by the thread that waits
      }
    }
  }
}
