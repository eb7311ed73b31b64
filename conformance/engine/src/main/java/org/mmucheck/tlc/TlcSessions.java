package org.mmucheck.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;

/** Opens sessions, each with a copy of TLC's classes that no other open session uses. */
public final class TlcSessions {
  private static final Pattern TEMPORAL =
      Pattern.compile("^\\s*PROPERT(Y|IES)\\b", Pattern.MULTILINE);

  private static final TlcCopies COPIES = new TlcCopies();

  private TlcSessions() {}

  /**
   * @throws TlcException if the module or the configuration is wrong
   */
  public static TlcSession open(Model model) {
    return open(model, COPIES);
  }

  /**
   * Opens the model where TLC is to go on with a saved run, or to save one: what TLC numbers as it
   * reads must be numbered alike each time, so in a fresh copy.
   *
   * @throws TlcException if the module or the configuration is wrong
   */
  static TlcSession openSaved(Model model, SavedRun run) {
    return open(model, model.config(), COPIES, COPIES.takeFresh(), run);
  }

  /**
   * Opens the model without its properties and without the check for deadlock, so that TLC explores
   * it to the end whatever is wrong with it.
   *
   * @throws TlcException if the module or the configuration is wrong
   */
  public static TlcSession openUnchecked(Model model) {
    return open(model, UncheckedConfig.of(model.config()), COPIES, COPIES.take());
  }

  /** Opens the model in one of {@code copies}. */
  static TlcSession open(Model model, TlcCopies copies) {
    return open(model, model.config(), copies, copies.take());
  }

  private static TlcSession open(Model model, String text, TlcCopies copies, TlcCopies.Copy copy) {
    return open(model, text, copies, copy, null);
  }

  private static TlcSession open(
      Model model, String text, TlcCopies copies, TlcCopies.Copy copy, @Nullable SavedRun run) {
    ScratchDir scratch = new ScratchDir();
    SessionOpener.Release release = reusable -> release(copies, copy, reusable, scratch);
    try {
      Path config = scratch.path().resolve(model.configName());
      Files.writeString(config, text);
      if (run != null && run.last().isPresent()) {
        run.restore(scratch.path().resolve(SessionOpener.STATES));
      }
      return copy.opener().open(model.source(), config, scratch.path(), release);
    } catch (IOException e) {
      release.release(false);
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      release.release(false);
      throw e;
    }
  }

  /** Whether TLC may check liveness, by what the configuration says. */
  static boolean mayCheckLiveness(Model model) {
    return model.config().lines().anyMatch(line -> TEMPORAL.matcher(line).find());
  }

  private static void release(
      TlcCopies copies, TlcCopies.Copy copy, boolean reusable, ScratchDir scratch) {
    try {
      if (reusable) {
        copies.giveBack(copy);
      } else {
        copies.discard(copy);
      }
    } finally {
      scratch.close();
    }
  }
}
