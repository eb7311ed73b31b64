package org.mmucheck.cli;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.mmucheck.catalog.ConfigText;
import org.mmucheck.catalog.EditDistance;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.ModuleTexts;

/** A property that the user names: whether the module, or one that it extends, defines it. */
final class NamedProperty {
  /** Brings in definitions under their own names, from modules that are not read here. */
  private static final Pattern INSTANCE = Pattern.compile("(?m)^\\s*INSTANCE\\b");

  private NamedProperty() {}

  /** What is wrong with the name, and which may be meant; empty if nothing is. */
  static Optional<String> problem(String property, Model model, Collection<Model> all) {
    Pattern definition = Pattern.compile("(?m)^\\s*" + Pattern.quote(property) + "\\s*(==|\u225c)");
    boolean mayBeThere =
        ModuleTexts.of(model.source()).values().stream()
            .anyMatch(text -> definition.matcher(text).find() || INSTANCE.matcher(text).find());
    if (mayBeThere) {
      return Optional.empty();
    }
    Set<String> known = new LinkedHashSet<>();
    all.stream()
        .filter(each -> each.module().equals(model.module()))
        .forEach(each -> known.addAll(ConfigText.of(each).checked()));
    return Optional.of(
        "the module %s has no property '%s'%s"
            .formatted(
                model.module(),
                property,
                EditDistance.nearest(property, known)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("; its models check " + String.join(", ", known))));
  }
}
