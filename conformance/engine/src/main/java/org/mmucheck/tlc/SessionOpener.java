package org.mmucheck.tlc;

import java.nio.file.Path;

/**
 * What the isolated half of this package offers to the other half; nothing for other packages. One
 * session at a time.
 */
public interface SessionOpener {
  /** What closing a session does at last; closing a second time does nothing. */
  interface Release {
    /**
     * @param reusable whether another session may follow in this copy of TLC
     */
    void release(boolean reusable);
  }

  /**
   * @param specDir the folder with modules and configurations, absolute
   * @param module the root module, without ending
   * @param config the configuration's file name
   * @param scratch an empty folder for the session alone
   * @throws TlcException if the module or the configuration is wrong
   */
  TlcSession open(Path specDir, String module, String config, Path scratch, Release release);
}
