package org.mmucheck.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.mmucheck.catalog.Model;

/** Opens sessions, each over a copy of TLC's classes of its own. */
public final class TlcSessions {
  private TlcSessions() {}

  /**
   * @param specDir the folder with the model's module and configuration
   * @throws TlcException if the module or the configuration is wrong
   */
  public static TlcSession open(Path specDir, Model model) {
    ScratchDir scratch = new ScratchDir();
    IsolatedLoader loader = new IsolatedLoader();
    Runnable release = () -> release(loader, scratch);
    try {
      return loader
          .opener()
          .open(specDir.toAbsolutePath(), model.module(), model.config(), scratch.path(), release);
    } catch (RuntimeException | Error e) {
      release.run();
      throw e;
    }
  }

  private static void release(IsolatedLoader loader, ScratchDir scratch) {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      scratch.close();
    }
  }
}
