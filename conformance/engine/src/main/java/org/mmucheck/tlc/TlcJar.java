package org.mmucheck.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmucheck.file.Sha256;

/** The jar with the TLC that is built in, for who runs it as a process of its own. */
public final class TlcJar {
  private TlcJar() {}

  public static Path path() {
    return Path.of(URI.create(IsolatedLoader.locationOf("tlc2/TLC.class").toString()));
  }

  /** What tells one TLC from another. */
  static String sha256() {
    try {
      return Sha256.of(Files.readAllBytes(path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
