package org.mmucheck.log;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a program or a kernel did, step by step, while nobody held it back. The format of the file
 * is described in {@code docs/log-format.md}.
 *
 * @param file the log as the user named it, for messages
 */
public record Recording(String file, Header header, List<RecordedStep> steps) {
  /** The version of the format that this program reads and writes. */
  public static final int VERSION = 1;

  public Recording {
    steps = List.copyOf(steps);
  }

  /**
   * What the log is about.
   *
   * @param module the TLA+ module whose actions it names
   * @param model the row of the manifest whose design was recorded; empty if none
   * @param config a configuration of TLC with the sizes and rules of the run
   * @param observes the actions of which the log has an event each time one is taken
   * @param by who recorded it and how, for people
   */
  public record Header(
      String module, String model, String config, Set<String> observes, String by) {
    public Header {
      observes = java.util.Collections.unmodifiableSet(new TreeSet<>(observes));
    }
  }
}
