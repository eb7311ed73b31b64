package org.mmucheck.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;

/** Opens sessions, each with a copy of TLC's classes that no other open session uses. */
public final class TlcSessions {
  private static final Pattern TEMPORAL =
      Pattern.compile("^\\s*PROPERT(Y|IES)\\b", Pattern.MULTILINE);

  /**
   * The properties that have turned out to be liveness: with them a model is opened in a fresh copy
   * at once. Where they are not after all, that costs time and nothing else.
   */
  private static final Set<String> LIVENESS = ConcurrentHashMap.newKeySet();

  private static final TlcCopies COPIES = new TlcCopies();

  private TlcSessions() {}

  /**
   * @throws TlcException if the module or the configuration is wrong
   */
  public static TlcSession open(Model model) {
    return open(model, COPIES);
  }

  /**
   * Opens the model to read it, and for nothing that {@link TlcSession} does by TLC's checker: one
   * copy of TLC is as good as another for that, whatever the model's properties are.
   *
   * @throws TlcException if the module or the configuration is wrong
   */
  public static TlcSession openToRead(Model model) {
    return open(model, model.config(), COPIES, COPIES.take());
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

  /**
   * Opens the model in one of {@code copies}; in a fresh one if TLC will check liveness: its
   * liveness checker keeps state that an earlier session leaves behind, and ends the process when
   * it stumbles over it.
   */
  static TlcSession open(Model model, TlcCopies copies) {
    String properties = properties(model);
    if (!LIVENESS.contains(properties)) {
      TlcSession session = open(model, model.config(), copies, copies.take());
      if (!session.checksLiveness()) {
        return session;
      }
      session.close();
      LIVENESS.add(properties);
    }
    return open(model, model.config(), copies, copies.takeFresh());
  }

  /**
   * The model's module and what its configuration says from its first property on; whole if none
   * begins a line.
   */
  private static String properties(Model model) {
    Matcher temporal = TEMPORAL.matcher(model.config());
    String from = temporal.find() ? model.config().substring(temporal.start()) : model.config();
    return model.source().moduleFile() + "\n" + from;
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
