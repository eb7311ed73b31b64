package org.mmucheck.offending;

import org.mmucheck.tlc.bridge.BridgeOpener;

/** Uses what is the engine's own, from outside of it. */
public final class OutsideOffender {
  BridgeOpener opener;
}
