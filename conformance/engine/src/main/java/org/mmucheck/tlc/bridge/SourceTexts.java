package org.mmucheck.tlc.bridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tla2sany.semantic.SemanticNode;
import tla2sany.st.Location;

/** The parts of a spec as its author wrote them. */
final class SourceTexts {
  private static final String ENDING = ".tla";

  private final SpecFiles files;
  private final Map<String, List<String>> lines = new HashMap<>(); // by module

  SourceTexts(SpecFiles files) {
    this.files = files;
  }

  /** {@code Door.tla:11}. */
  String place(SemanticNode node) {
    Location at = node.getLocation();
    return at.source() + ENDING + ":" + at.beginLine();
  }

  /** On one line, without comments; SANY's own words where the file cannot be read. */
  String of(SemanticNode node) {
    Location at = node.getLocation();
    List<String> all = lines.computeIfAbsent(at.source(), this::read);
    if (at.beginLine() < 1 || at.endLine() > all.size()) {
      return String.valueOf(node.getTreeNode());
    }
    StringBuilder text = new StringBuilder();
    for (int line = at.beginLine(); line <= at.endLine(); line++) {
      String whole = all.get(line - 1);
      int from = line == at.beginLine() ? at.beginColumn() - 1 : 0;
      int to = line == at.endLine() ? at.endColumn() : whole.length();
      text.append(whole, from, to).append(' ');
      if (line < at.endLine()) {
        int comment = text.indexOf("\\*");
        if (comment >= 0) {
          text.setLength(comment);
        }
      }
    }
    return text.toString().replaceAll("\\(\\*.*?\\*\\)", " ").strip().replaceAll("\\s+", " ");
  }

  private List<String> read(String module) {
    Path file = files.resolve(module, true).toPath();
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }
}
