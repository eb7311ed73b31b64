package org.mmucheck.tlc;

import java.net.URI;
import java.nio.file.Path;

/** The jar with the TLC that is built in, for who runs it as a process of its own. */
public final class TlcJar {
  private TlcJar() {}

  public static Path path() {
    return Path.of(URI.create(IsolatedLoader.locationOf("tlc2/TLC.class").toString()));
  }
}
