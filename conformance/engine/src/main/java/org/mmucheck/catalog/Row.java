package org.mmucheck.catalog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of a manifest: a module with its constants, and the models that check them.
 *
 * @param name the module's name and the row's own, as models of the row are called
 * @param models in the manifest's order, at least one
 * @param bare the row's configuration, which checks nothing
 * @param temporal the module's temporal properties
 * @param breaks whether something is said to break or to deadlock with these constants
 * @param releases which releases of Linux had it; null where the manifest says nothing of releases
 */
public record Row(
    String name,
    List<Model> models,
    Configuration bare,
    Set<String> temporal,
    boolean breaks,
    @Nullable Releases releases) {
  public Row {
    models = List.copyOf(models);
    temporal = new LinkedHashSet<>(temporal);
  }

  /** The text of a configuration with the row's constants that checks one property alone. */
  public String checking(String property) {
    return checking(bare, List.of(property), temporal).text();
  }

  /** Whether a release of Linux had it, as far as the manifest says. */
  boolean isIn(Release release) {
    return releases != null && releases.has(release);
  }

  /** The TLA+ module, without ending. */
  String module() {
    return models.getFirst().module();
  }

  /** The same, where the manifest speaks of these formulas of the module. */
  Row naming(Set<String> formulas) {
    return new Row(
        name,
        models.stream().map(model -> model.naming(formulas)).toList(),
        bare,
        temporal,
        breaks,
        releases);
  }

  static Configuration checking(
      Configuration bare, List<String> checked, Set<String> temporalProperties) {
    List<String> invariants = new ArrayList<>();
    List<String> temporal = new ArrayList<>();
    checked.forEach(each -> (temporalProperties.contains(each) ? temporal : invariants).add(each));
    return new Configuration(
        bare.specification(), bare.assignments(), invariants, temporal, bare.checksDeadlock());
  }
}
