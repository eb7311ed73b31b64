package org.mmucheck.conform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.mmucheck.diff.Change;
import org.mmucheck.diff.Changes;
import org.mmucheck.spec.State;
import org.mmucheck.subject.FaultException;
import org.mmucheck.subject.Itinerary;
import org.mmucheck.subject.Subject;

/** One life of the implementation, led through the states of the graph. */
final class Visit implements AutoCloseable {
  private final Setting setting;
  private final Subject subject;
  private final Fingerprint fingerprint;
  private @Nullable Fingerprint portable;

  Visit(Setting setting) {
    this(setting, null);
  }

  /**
   * A life after another.
   *
   * @param spent by the other, which is over
   */
  Visit(Setting setting, @Nullable Fingerprint spent) {
    this.setting = setting;
    this.subject = setting.start();
    this.fingerprint = Fingerprint.like(setting.template, subject.implementation(), spent);
  }

  /** For a life after this. */
  Fingerprint spent() {
    return fingerprint;
  }

  /**
   * Takes the steps of an itinerary, which the spec enables.
   *
   * @param last the number of the action that the itinerary named last
   * @return null if the code takes them all
   */
  @Nullable Finding follow(Itinerary itinerary, IntSupplier last) {
    try {
      int refused = subject.follow(setting.index, itinerary);
      return refused == Itinerary.END
          ? null
          : Finding.of(Divergence.Kind.REFUSED, refused, "enabled", "TRUE", "FALSE");
    } catch (FaultException failed) {
      return Finding.failed(last.getAsInt(), failed.fault());
    }
  }

  /** Takes a step that the spec enables; null if the code takes it, too. */
  @Nullable Finding take(int action) {
    try {
      return subject.attempt(setting.index, action)
          ? null
          : Finding.of(Divergence.Kind.REFUSED, action, "enabled", "TRUE", "FALSE");
    } catch (FaultException failed) {
      return Finding.failed(action, failed.fault());
    }
  }

  /**
   * Attempts what the spec disables; null if the code refuses it. It may have changed something.
   */
  @Nullable Finding refuse(int action) {
    try {
      return subject.attempt(setting.index, action)
          ? Finding.of(Divergence.Kind.ACCEPTED, action, "enabled", "FALSE", "TRUE")
          : null;
    } catch (FaultException failed) {
      return Finding.failed(action, failed.fault());
    }
  }

  /** The actions that the code can be asked for; see {@link Subject#possible}. */
  int possible(int[] numbers) {
    return subject.possible(setting.index, numbers);
  }

  /**
   * Compares the code's state with the spec's.
   *
   * @param action the step that led here, or -1
   */
  @Nullable Finding compare(int state, int action) {
    State code;
    try {
      code = subject.state();
    } catch (FaultException failed) {
      return Finding.failed(action, failed.fault());
    }
    if (code.contentHash() == setting.graph.contentHash(state)) {
      return null;
    }
    State spec = setting.graph.state(state);
    List<Change> differences = new ArrayList<>();
    String first = null;
    for (String variable : setting.vars) {
      List<Change> found = Changes.between(variable, spec.value(variable), code.value(variable));
      if (first == null && !found.isEmpty()) {
        first = variable;
      }
      differences.addAll(found);
    }
    if (first == null) {
      return null; // equal but for the order of the variables
    }
    Change whole = new Change(first, spec.value(first), code.value(first));
    return new Finding(
        Divergence.Kind.STATE,
        action,
        first,
        whole.beforeText(),
        whole.afterText(),
        differences,
        null);
  }

  /**
   * Compares the code's verdicts with the spec's. Where the code has none of its own, a property is
   * a function of the projected state, so it agrees wherever the states do.
   */
  @Nullable Finding compareProperties(int state) {
    for (String property : setting.properties) {
      boolean spec = setting.holds(property, state);
      boolean code;
      try {
        code = subject.holds(property).orElse(!spec);
      } catch (FaultException failed) {
        return Finding.failed(-1, failed.fault());
      }
      if (spec != code) {
        return Finding.of(Divergence.Kind.PROPERTY, -1, property, text(spec), text(code));
      }
    }
    return null;
  }

  /** The fingerprint of everything that the code's later steps depend on. */
  long fingerprint() {
    return fingerprint.now();
  }

  /** The same for comparison with another run. */
  long portableFingerprint() {
    Fingerprint made = portable;
    if (made == null) {
      made = Fingerprint.like(setting.portable, subject.implementation());
      portable = made;
    }
    return made.now();
  }

  /** What the fingerprint is made of, for people. */
  List<String> describe() {
    return fingerprint.describe();
  }

  @Override
  public void close() {
    subject.close();
  }

  private static String text(boolean value) {
    return value ? "TRUE" : "FALSE";
  }
}
