package org.mmucheck.cli;

import org.mmucheck.catalog.Model;

/** Which models to run where the user names none; the constants are the words of the option. */
enum Tier {
  quick,
  full,
  all;

  boolean includes(Model model) {
    return this == all || model.tier().equals(name());
  }
}
