package org.mmucheck.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mmucheck.mutants.KindRow;
import org.mmucheck.mutants.Tried;

/** What became of all changes that were tried. */
final class KillMatrix {
  private final List<KindRow> rows = new ArrayList<>();
  private final List<String> stale = new ArrayList<>();
  private final List<Tried> details = new ArrayList<>();
  private final Map<String, Integer> untried = new LinkedHashMap<>();

  /** A module without changes of that kind has no row. */
  void add(KindRow row) {
    if (row.total() > 0) {
      rows.add(row);
    }
  }

  void addStale(String reason) {
    stale.add(reason);
  }

  void addDetail(Tried tried) {
    details.add(tried);
  }

  /**
   * Changes that the time was over for.
   *
   * @param of what
   */
  void addUntried(String of, int changes) {
    if (changes > 0) {
      untried.merge(of, changes, Integer::sum);
    }
  }

  /** One a kind and module, in the order in which they were tried. */
  List<KindRow> rows() {
    return List.copyOf(rows);
  }

  /** The rows of each kind in one. */
  List<KindRow> totals() {
    List<KindRow> totals = new ArrayList<>();
    for (KindRow.Kind kind : KindRow.Kind.values()) {
      List<KindRow> own = rows.stream().filter(row -> row.kind() == kind).toList();
      if (!own.isEmpty()) {
        totals.add(KindRow.sum(kind, own));
      }
    }
    return totals;
  }

  /** Reasons that are for no survivor. */
  List<String> stale() {
    return List.copyOf(stale);
  }

  /** How many changes the time was over for, by what is changed; empty if all were tried. */
  Map<String, Integer> untried() {
    return Collections.unmodifiableMap(untried);
  }

  /** Changes of specs to tell all killers of. */
  List<Tried> details() {
    return List.copyOf(details);
  }

  /**
   * Whether each change that matters is noticed or explained, and no other is noticed. Java code
   * that nothing notices is listed only.
   */
  boolean isAsWanted() {
    return stale.isEmpty()
        && rows.stream()
            .filter(row -> row.kind() != KindRow.Kind.JAVA)
            .allMatch(KindRow::isAsWanted);
  }
}
