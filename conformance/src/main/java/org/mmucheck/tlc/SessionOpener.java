package org.mmucheck.tlc;

import java.nio.file.Path;

/** What the isolated half of this package offers to the other half; nothing for other packages. */
public interface SessionOpener {
  /**
   * @param specDir the folder with modules and configurations, absolute
   * @param module the root module, without ending
   * @param config the configuration's file name
   * @param scratch an empty folder for the session alone
   * @param release what closing the session does at last; may run more than once
   * @throws TlcException if the module or the configuration is wrong
   */
  TlcSession open(Path specDir, String module, String config, Path scratch, Runnable release);
}
