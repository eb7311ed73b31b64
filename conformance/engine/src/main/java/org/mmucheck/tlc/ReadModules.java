package org.mmucheck.tlc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmucheck.catalog.Source;
import org.mmucheck.file.Sha256;
import org.mmucheck.input.InputException;
import org.mmucheck.input.InputFile;

/**
 * The modules that are read for a model: its own, and in turn those that one of them extends or has
 * an instance of and that stand in the source's folders. What does not is a standard module, which
 * comes with TLC.
 */
final class ReadModules {
  private static final Pattern NO_CODE =
      Pattern.compile("\"[^\"\\n]*\"|\\\\\\*[^\\n]*|\\(\\*.*?\\*\\)", Pattern.DOTALL);
  private static final Pattern READ =
      Pattern.compile("\\bEXTENDS\\s+(\\w+(?:\\s*,\\s*\\w+)*)|\\bINSTANCE\\s+(\\w+)");

  private final String root;
  private final Map<String, byte[]> content; // by name

  private ReadModules(String root, Map<String, byte[]> content) {
    this.root = root;
    this.content = content;
  }

  /**
   * @throws InputException if one of them cannot be read
   */
  static ReadModules of(Source source) {
    Map<String, byte[]> content = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(source.module()));
    while (!open.isEmpty()) {
      String name = open.pop();
      Path file = file(source, name);
      InputFile.requireNoPipe(file);
      if (content.containsKey(name) || !Files.isRegularFile(file)) {
        continue;
      }
      try {
        content.put(name, Files.readAllBytes(file));
      } catch (IOException e) {
        throw new InputException(file.toString(), "", "cannot be read: " + e.getMessage());
      }
      String text = new String(content.get(name), StandardCharsets.UTF_8);
      Matcher read = READ.matcher(NO_CODE.matcher(text).replaceAll(" "));
      while (read.find()) {
        String names = read.group(1) == null ? read.group(2) : read.group(1);
        open.addAll(List.of(names.strip().split("\\s*,\\s*")));
      }
    }
    return new ReadModules(source.module(), content);
  }

  private static Path file(Source source, String module) {
    return source.folders().stream()
        .map(folder -> folder.resolve(module + ".tla"))
        .filter(Files::exists)
        .findFirst()
        .orElse(source.folders().getFirst().resolve(module + ".tla"));
  }

  /** Their names, in the order of the alphabet. */
  List<String> names() {
    return List.copyOf(content.keySet());
  }

  /** Those that are not the model's own. */
  List<String> others() {
    List<String> others = new ArrayList<>(names());
    others.remove(root);
    return others;
  }

  /** One digest of all: that of a line for each, with its name and the digest of its file. */
  String sha256() {
    StringBuilder lines = new StringBuilder();
    content.forEach(
        (name, bytes) -> lines.append(name).append(' ').append(Sha256.of(bytes)).append('\n'));
    return Sha256.of(lines.toString());
  }
}
