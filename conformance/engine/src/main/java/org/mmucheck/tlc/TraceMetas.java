package org.mmucheck.tlc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.trace.Trace;

/** What a trace says of what it was made from. */
public final class TraceMetas {
  private TraceMetas() {}

  /**
   * @param property the property that the trace breaks
   * @param description one sentence: what to watch for
   * @throws InputException if the module cannot be read
   */
  public static Trace.Meta of(Model model, String property, String description) {
    return new Trace.Meta(
        model.name(),
        model.module(),
        property,
        sha256(content(model.source().moduleFile())),
        sha256(model.config().getBytes(StandardCharsets.UTF_8)),
        description);
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file.toString(), "", "cannot be read: " + e.getMessage());
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
