package org.mmucheck.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;

/** Opens sessions, each with a copy of TLC's classes that no other open session uses. */
public final class TlcSessions {
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
    Path config = specDir.resolve(model.config());
    ScratchDir scratch = new ScratchDir();
    try {
      Path overlay = scratch.path().resolve(OVERLAY);
      Files.createDirectories(overlay);
      Files.writeString(
          overlay.resolve(model.config()), UncheckedConfig.of(Files.readString(config)));
    } catch (IOException e) {
      scratch.close();
      throw new InputException(config.toString(), "", "cannot be read: " + e.getMessage());
    }
    return open(specDir, model, scratch, COPIES);
  }

  /** Opens the model in one of {@code copies}. */
  static TlcSession open(Path specDir, Model model, TlcCopies copies) {
    return open(specDir, model, new ScratchDir(), copies);
  }

  private static TlcSession open(Path specDir, Model model, ScratchDir scratch, TlcCopies copies) {
    TlcCopies.Copy copy = copies.take();
    SessionOpener.Release release = reusable -> release(copies, copy, reusable, scratch);
    try {
      return copy.opener()
          .open(specDir.toAbsolutePath(), model.module(), model.config(), scratch.path(), release);
    } catch (RuntimeException | Error e) {
      release.release(false);
      throw e;
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
