package org.mmucheck.linux.subject;

import java.util.HashMap;
import java.util.Map;

/** A task of the scene: a thread of the VMM on a CPU of its own. */
final class MachineTask {
  private final String name;
  private final String kind;
  private final int cpu;

  /** Where the structs are that the task works on now, by the name of their type. */
  private final Map<String, Long> structs = new HashMap<>();

  /**
   * @param name as the spec names it
   * @param kind as the table of points names tasks of its kind
   */
  MachineTask(String name, String kind, int cpu) {
    this.name = name;
    this.kind = kind;
    this.cpu = cpu;
  }

  String name() {
    return name;
  }

  String kind() {
    return kind;
  }

  int cpu() {
    return cpu;
  }

  Map<String, Long> structs() {
    return structs;
  }
}
