package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.mmucheck.tlc.NotSteppableException;
import tla2sany.explorer.ExploreNode;
import tla2sany.explorer.ExplorerVisitor;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.StringNode;
import tlc2.util.Vect;
import tlc2.value.impl.ModelValue;

/** The names of a session's configuration, and the check that no string is a model value's name. */
final class Texts {
  private static final int CONFIG_WRONG = 151;

  private Texts() {}

  static Map<String, ModelValue> modelValues() {
    Map<String, ModelValue> byName = new LinkedHashMap<>();
    for (ModelValue value : ModelValue.mvs) {
      byName.put(value.val.toString(), value);
    }
    return byName;
  }

  /** The names in one of TLC's lists, each once. */
  static List<String> names(Vect<?> vect) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < vect.size(); i++) {
      names.add(String.valueOf(vect.elementAt(i)));
    }
    return List.copyOf(new LinkedHashSet<>(names));
  }

  /**
   * @param isStandard whether a module comes with TLA+, by its name: what strings it has for itself
   *     come into no state
   * @throws NotSteppableException if the module or one that it extends has a string that is a model
   *     value's name: the two would be one text in a trace
   */
  static void refuseSharedTexts(
      ModuleNode root, Map<String, ModelValue> modelValues, Predicate<String> isStandard) {
    root.walkGraph(
        new Hashtable<Integer, ExploreNode>(),
        new ExplorerVisitor() {
          @Override
          public void preVisit(ExploreNode node) {
            if (node instanceof StringNode string
                && modelValues.containsKey(string.getRep().toString())
                && !isStandard.test(string.getLocation().source())) {
              throw new NotSteppableException(
                  CONFIG_WRONG,
                  Places.of(string)
                      + ": the string \""
                      + string.getRep()
                      + "\" is also a model value of the configuration; rename one of them");
            }
          }
        });
  }
}
