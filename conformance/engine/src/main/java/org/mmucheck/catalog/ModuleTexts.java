package org.mmucheck.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmucheck.input.InputException;

/** The texts of a module and of those that it extends, as far as they lie in the spec's folders. */
public final class ModuleTexts {
  private static final Pattern EXTENDS = Pattern.compile("^\\s*EXTENDS\\s+([\\w\\s,]+?)\\s*$");
  private static final String ENDING = ".tla";

  private ModuleTexts() {}

  /**
   * By module, the spec's own first.
   *
   * @throws InputException if the own one is missing, or one cannot be read
   */
  public static Map<String, String> of(Source source) {
    Map<String, String> texts = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>();
    open.add(source.module());
    while (!open.isEmpty()) {
      String module = open.poll();
      Optional<Path> file = file(source, module);
      if (texts.containsKey(module) || file.isEmpty()) {
        continue; // read already, or one of TLC's own
      }
      String text = read(file.get());
      texts.put(module, text);
      text.lines()
          .map(EXTENDS::matcher)
          .filter(Matcher::matches)
          .findFirst()
          .ifPresent(
              list -> Pattern.compile("\\W+").splitAsStream(list.group(1)).forEach(open::add));
    }
    if (texts.isEmpty()) {
      throw new InputException(source.moduleFile().toString(), "", "no such file");
    }
    return texts;
  }

  private static Optional<Path> file(Source source, String module) {
    return source.folders().stream()
        .map(folder -> folder.resolve(module + ENDING))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new InputException(file.toString(), "", "cannot be read: " + e.getMessage());
    }
  }
}
