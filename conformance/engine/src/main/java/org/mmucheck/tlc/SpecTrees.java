package org.mmucheck.tlc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.syntax.SpecTree;

/**
 * What TLA+'s parser reads of models. Models that differ in what they check alone, as most of a
 * catalogue do that stand one behind the other, are read once.
 *
 * <p>TLC's order of strings is that of their first reading, and the names of properties are read,
 * too: a model with a string that is also the name of a property of another, and that chooses among
 * strings, might choose another one.
 *
 * <p>Concurrency: any thread may ask; a lock guards what is kept. Two that ask for one space at the
 * same time read it twice.
 */
public final class SpecTrees {
  /** A large module's tree takes a megabyte. */
  private static final int KEPT = 8;

  private final Map<String, SpecTree> lately =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SpecTree> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * Reads a model.
   *
   * @throws TlcException if the module or the configuration is wrong
   */
  public SpecTree of(Model model) {
    String space = StateSpaces.name(model);
    SpecTree known = known(space);
    List<String> invariants = UncheckedConfig.invariants(model.config());
    List<String> properties = UncheckedConfig.properties(model.config());
    if (known != null
        && Stream.concat(invariants.stream(), properties.stream())
            .allMatch(known.definitions()::containsKey)) {
      return known.checking(invariants, properties, UncheckedConfig.checksDeadlock(model.config()));
    }
    SpecTree read = read(model);
    synchronized (lately) {
      lately.put(space, read);
    }
    return read;
  }

  private @Nullable SpecTree known(String space) {
    synchronized (lately) {
      return lately.get(space);
    }
  }

  private static SpecTree read(Model model) {
    try (TlcSession session = TlcSessions.open(model)) {
      return session.tree();
    }
  }
}
