package org.mmucheck.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mmucheck.catalog.Model;
import org.mmucheck.file.Sha256;
import org.mmucheck.input.InputException;
import org.mmucheck.trace.Trace;

/** What a trace says of what it was made from. */
public final class TraceMetas {
  private TraceMetas() {}

  /**
   * @param property the property that the trace breaks
   * @param description one sentence: what to watch for
   * @throws InputException if the module cannot be read
   */
  public static Trace.Meta of(Model model, String property, String description) {
    return new Trace.Meta(
        model.name(),
        model.module(),
        property,
        Sha256.of(content(model.source().moduleFile())),
        ReadModules.of(model.source()).sha256(),
        Sha256.of(model.config()),
        description);
  }

  /**
   * What a model's module, the modules that it reads and its configuration have been changed in
   * since a trace was made of them; one sentence each. What a trace does not say is not compared.
   *
   * @throws InputException if a module cannot be read
   */
  public static List<String> changes(Trace.Meta meta, Model model) {
    Trace.Meta now = of(model, meta.property(), meta.description());
    List<String> changes = new ArrayList<>();
    if (isOther(meta.moduleSha256(), now.moduleSha256())) {
      changes.add(model.module() + ".tla is not the one that the trace was made of");
    } else if (isOther(meta.modulesSha256(), now.modulesSha256())) {
      changes.add(
          "a module that "
              + model.module()
              + ".tla reads is not the one that the trace was made of: "
              + String.join(", ", ReadModules.of(model.source()).others()));
    }
    if (isOther(meta.configSha256(), now.configSha256())) {
      changes.add(
          "the configuration of " + model.name() + " is not the one that the trace was made with");
    }
    return changes;
  }

  private static boolean isOther(String then, String now) {
    return !then.isEmpty() && !then.equals(now);
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file.toString(), "", "cannot be read: " + e.getMessage());
    }
  }
}
