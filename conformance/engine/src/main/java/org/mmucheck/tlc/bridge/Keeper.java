package org.mmucheck.tlc.bridge;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.tlc.TlcOptions.Keeping;
import tlc2.output.EC;
import tlc2.tool.fp.FPSet;
import tlc2.tool.impl.FastTool;

/** Has a run of TLC saved when it is time; used by the thread that waits for its verdict. */
final class Keeper {
  private static final long WAKE_MILLIS = 50;
  private static final long LAST_WAKES = 1_200; // a minute

  private final Keeping keeping;
  private final SavingChecker checker;
  private long next;
  private long asked; // how many are saved once TLC has done what it was asked for

  private Keeper(Keeping keeping, SavingChecker checker) {
    this.keeping = keeping;
    this.checker = checker;
    this.next = System.nanoTime() + keeping.every().toNanos();
  }

  /** Starts no run yet, but goes on with the one that is saved, if one is. */
  static Keeper of(
      Keeping keeping, FastTool tool, String folder, FPSet visited, Messages messages) {
    try {
      return new Keeper(
          keeping,
          new SavingChecker(
              tool, folder, CompletableFuture.completedFuture(visited), keeping.run(), messages));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the set of visited states is there already", e);
    }
  }

  SavingChecker checker() {
    return checker;
  }

  /** Has it saved if it is time. */
  void look() {
    boolean isDue = System.nanoTime() - next >= 0;
    boolean isOpen = asked > checker.taken();
    if (isDue && !isOpen) {
      asked = checker.taken() + 1;
      next = System.nanoTime() + keeping.every().toNanos();
    }
    if (isDue || isOpen) {
      checker.ask(isOpen);
    }
  }

  /** Has it saved before the end, unless it ends by itself. */
  void last(Thread tlc) throws InterruptedException {
    long before = checker.taken();
    checker.ask(false);
    for (int i = 0; i < LAST_WAKES && tlc.isAlive() && checker.taken() == before; i++) {
      tlc.join(WAKE_MILLIS);
      checker.ask(true);
    }
  }

  /**
   * @throws TlcException if the run was not saved, or could not be gone on with
   */
  void requireSaved() {
    IOException failure = checker.failure();
    if (failure != null) {
      throw new TlcException(
          EC.ExitStatus.ERROR_SYSTEM, "the run cannot be saved: " + message(failure), failure);
    }
    try {
      checker.requireWhole();
    } catch (IOException e) {
      throw new TlcException(EC.ExitStatus.ERROR_SYSTEM, message(e), e);
    }
  }

  private static String message(IOException e) {
    @Nullable String said = e.getMessage();
    return said == null ? e.toString() : said;
  }
}
