package org.mmucheck.tlc;

import java.nio.file.Path;
import org.mmucheck.catalog.Source;

/**
 * What the isolated half of this package offers to the other half; nothing for other packages. One
 * session at a time.
 */
public interface SessionOpener {
  /** The name of the folder in a session's own for TLC's files; what TLC goes on with is there. */
  String STATES = "states";

  /** What closing a session does at last; closing a second time does nothing. */
  interface Release {
    /**
     * @param reusable whether another session may follow in this copy of TLC
     */
    void release(boolean reusable);
  }

  /**
   * @param source the modules
   * @param config the configuration's file
   * @param scratch a folder for the session alone
   * @throws TlcException if the module or the configuration is wrong
   */
  TlcSession open(Source source, Path config, Path scratch, Release release);
}
