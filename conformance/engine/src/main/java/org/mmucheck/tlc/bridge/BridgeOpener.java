package org.mmucheck.tlc.bridge;

import java.nio.file.Path;
import org.mmucheck.catalog.Source;
import org.mmucheck.tlc.SessionOpener;
import org.mmucheck.tlc.TlcSession;

/** The one class of this package that the rest of the program reaches, by its name. */
public final class BridgeOpener implements SessionOpener {
  private final StaticState before = StaticState.ofNewCopy();

  @Override
  public TlcSession open(Source source, Path config, Path scratch, Release release) {
    before.restore();
    return new BridgeSession(source, config, scratch, release);
  }
}
