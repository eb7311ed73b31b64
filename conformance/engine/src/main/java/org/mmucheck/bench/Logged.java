package org.mmucheck.bench;

import java.util.List;
import org.mmucheck.catalog.Model;
import org.mmucheck.log.Recording;
import org.mmucheck.tlc.GraphEngine;

/**
 * A recorded run to validate.
 *
 * @param recording about 1,000 steps
 * @param model what it is held against
 * @param arguments what has the program validate it
 * @param engine evaluates the spec beside TLC
 */
public record Logged(Recording recording, Model model, List<String> arguments, GraphEngine engine) {
  public Logged {
    arguments = List.copyOf(arguments);
  }
}
