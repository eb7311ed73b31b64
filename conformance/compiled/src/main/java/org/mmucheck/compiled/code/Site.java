package org.mmucheck.compiled.code;

import org.jspecify.annotations.Nullable;
import org.mmucheck.compiled.value.SetVal;

/** Where a key was in the domain of the last function at one place of the code. For one thread. */
public final class Site {
  @Nullable SetVal domain;
  int place;
}
