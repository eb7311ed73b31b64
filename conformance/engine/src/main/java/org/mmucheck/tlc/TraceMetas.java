package org.mmucheck.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.trace.Trace;

/** What a trace says of the files it was made from. */
public final class TraceMetas {
  private TraceMetas() {}

  /**
   * @param property the property that the trace breaks
   * @param description one sentence: what to watch for
   * @throws InputException if the module or the configuration cannot be read
   */
  public static Trace.Meta of(Path specDir, Model model, String property, String description) {
    return new Trace.Meta(
        model.name(),
        model.module(),
        property,
        sha256(specDir.resolve(model.module() + ".tla")),
        sha256(specDir.resolve(model.config())),
        description);
  }

  private static String sha256(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new InputException(file.toString(), "", "cannot be read: " + e.getMessage());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
