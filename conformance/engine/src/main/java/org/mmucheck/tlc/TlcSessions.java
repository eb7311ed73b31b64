package org.mmucheck.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;

/** Opens sessions, each with a copy of TLC's classes that no other open session uses. */
public final class TlcSessions {
  private static final Pattern TEMPORAL = Pattern.compile("^\\s*PROPERT(Y|IES)\\b");

  /** Files in this folder of a session's scratch folder take the place of the spec folder's. */
  public static final String OVERLAY = "overlay";

  private static final TlcCopies COPIES = new TlcCopies();

  private TlcSessions() {}

  /**
   * @param specDir the folder with the model's module and configuration
   * @throws TlcException if the module or the configuration is wrong
   */
  public static TlcSession open(Path specDir, Model model) {
    return open(specDir, model, COPIES);
  }

  /**
   * Opens the model without its properties and without the check for deadlock, so that TLC explores
   * it to the end whatever is wrong with it.
   *
   * @throws TlcException if the module or the configuration is wrong
   */
  public static TlcSession openUnchecked(Path specDir, Model model) {
    String unchecked = UncheckedConfig.of(config(specDir, model));
    return open(specDir, model, overlay(model, unchecked), COPIES, COPIES.take());
  }

  /**
   * Opens the model with another configuration.
   *
   * @param config the configuration's text
   * @throws TlcException if the module or the configuration is wrong
   */
  static TlcSession openWith(Path specDir, Model model, String config) {
    return open(specDir, model, () -> overlay(model, config), COPIES);
  }

  private static ScratchDir overlay(Model model, String config) {
    ScratchDir scratch = new ScratchDir();
    try {
      Path overlay = scratch.path().resolve(OVERLAY);
      Files.createDirectories(overlay);
      Files.writeString(overlay.resolve(model.config()), config);
    } catch (IOException e) {
      scratch.close();
      throw new UncheckedIOException(e);
    }
    return scratch;
  }

  /** The text of the model's configuration. */
  static String config(Path specDir, Model model) {
    Path config = specDir.resolve(model.config());
    try {
      return Files.readString(config);
    } catch (IOException e) {
      throw new InputException(config.toString(), "", "cannot be read: " + e.getMessage());
    }
  }

  /**
   * Opens the model in one of {@code copies}; in a fresh one if TLC will check liveness: its
   * liveness checker keeps state that an earlier session leaves behind, and ends the process when
   * it stumbles over it.
   */
  static TlcSession open(Path specDir, Model model, TlcCopies copies) {
    return open(specDir, model, ScratchDir::new, copies);
  }

  private static TlcSession open(
      Path specDir, Model model, Supplier<ScratchDir> scratch, TlcCopies copies) {
    TlcSession session = open(specDir, model, scratch.get(), copies, copies.take());
    if (!session.checksLiveness()) {
      return session;
    }
    session.close();
    return open(specDir, model, scratch.get(), copies, copies.takeFresh());
  }

  private static TlcSession open(
      Path specDir, Model model, ScratchDir scratch, TlcCopies copies, TlcCopies.Copy copy) {
    SessionOpener.Release release = reusable -> release(copies, copy, reusable, scratch);
    try {
      return copy.opener()
          .open(specDir.toAbsolutePath(), model.module(), model.config(), scratch.path(), release);
    } catch (RuntimeException | Error e) {
      release.release(false);
      throw e;
    }
  }

  /** Whether TLC may check liveness, by what the configuration says. */
  static boolean mayCheckLiveness(Path specDir, Model model) {
    try (var lines = Files.lines(specDir.resolve(model.config()))) {
      return lines.anyMatch(line -> TEMPORAL.matcher(line).find());
    } catch (IOException | UncheckedIOException e) {
      return true; // opening the session will say what is wrong with the file
    }
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
