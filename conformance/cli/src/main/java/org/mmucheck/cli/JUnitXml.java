package org.mmucheck.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mmucheck.file.AtomicFile;

/** Results in the XML of JUnit, which CI systems show as tests: one for each model or trace. */
final class JUnitXml {
  private final String suite;
  private final List<Case> cases = new ArrayList<>();

  /**
   * @param suite what all of them are: {@code check}
   */
  JUnitXml(String suite) {
    this.suite = suite;
  }

  /**
   * @param problem what is not as expected; null if nothing is
   */
  private record Case(String group, String name, double seconds, @Nullable String problem) {}

  /**
   * @param group the protocol
   * @param problems what is not as expected
   */
  void add(String group, String name, double seconds, List<String> problems) {
    cases.add(
        new Case(group, name, seconds, problems.isEmpty() ? null : String.join("\n", problems)));
  }

  void write(Path file) {
    long failures = cases.stream().filter(each -> each.problem() != null).count();
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append(
        "<testsuite name=\"mmucheck %s\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"0\">\n"
            .formatted(suite, cases.size(), failures));
    for (Case each : cases) {
      xml.append(
          String.format(
              Locale.ROOT,
              "  <testcase classname=\"%s.%s\" name=\"%s\" time=\"%.3f\"",
              suite,
              escaped(each.group()),
              escaped(each.name()),
              each.seconds()));
      String problem = each.problem();
      xml.append(
          problem == null
              ? "/>\n"
              : ">\n    <failure message=\"%s\"/>\n  </testcase>\n".formatted(escaped(problem)));
    }
    xml.append("</testsuite>\n");
    try {
      AtomicFile.write(file, xml.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(file + ": cannot be written: " + e.getMessage(), e));
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("\"", "&quot;")
        .replace("\n", "&#10;")
        .replaceAll("[\\p{Cntrl}]", "?");
  }
}
