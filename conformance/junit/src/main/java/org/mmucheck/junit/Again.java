package org.mmucheck.junit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.mmucheck.subject.Adapter;

/**
 * How to see a failure again.
 *
 * @param testClass the test class's name; empty where it is not known
 */
record Again(Path specDir, String testClass, String module) {
  /** The commands, one a line; the last is mmucheck's own where that can find the code. */
  List<String> commands(String test, String command, String model) {
    List<String> commands = new ArrayList<>();
    String only = "-Dmmucheck.only='" + test + "'";
    commands.add(
        testClass.isEmpty() ? "mvn test " + only : "mvn test -Dtest='" + testClass + "' " + only);
    if (command.equals("check")) {
      commands.add("mmucheck --spec " + specDir + " check " + model);
    } else if (isService()) {
      commands.add("mmucheck --spec " + specDir + " --classpath JARS " + command + " " + model);
    }
    return commands;
  }

  private boolean isService() {
    return ServiceLoader.load(Adapter.class).stream()
        .anyMatch(provider -> provider.get().module().equals(module));
  }
}
