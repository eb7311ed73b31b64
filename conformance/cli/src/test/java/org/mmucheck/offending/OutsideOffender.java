package org.mmucheck.offending;

import org.mmucheck.file.AtomicFile;

/** Uses what is the engine's own, from outside of it. */
public final class OutsideOffender {
  AtomicFile file;
}
