package org.mmucheck.compiled;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.mmucheck.compiled.value.BoolVal;
import org.mmucheck.compiled.value.Interner;
import org.mmucheck.compiled.value.SetVal;
import org.mmucheck.compiled.value.Val;
import org.mmucheck.spec.State;
import org.mmucheck.value.Value;

/**
 * Values of the rest of the program as this engine has them; what {@link PlainValues} undoes. For
 * one thread.
 */
final class OwnValues {
  private final Interner values;
  private final Map<String, Val> texts = new HashMap<>();

  OwnValues(Interner values) {
    this.values = values;
  }

  Val[] state(State state) {
    Val[] own = new Val[state.vars().size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = of(state.value(i));
    }
    return own;
  }

  Val of(Value value) {
    return switch (value) {
      case Value.Bool x -> BoolVal.of(x.value());
      case Value.Int x -> values.of(Math.toIntExact(x.value()));
      case Value.Text x -> text(x.value());
      case Value.Seq x -> values.sequence(all(x.elements()));
      case Value.SetOf x -> values.set(all(x.elements()));
      case Value.Rec x -> record(x.fields());
      case Value.Fcn x -> function(all(x.entries().keySet()), all(x.entries().values()));
    };
  }

  /** One that the model has not is a string, since it has all its model values. */
  private Val text(String text) {
    Val known = texts.get(text);
    if (known == null) {
      Val found = values.text(text);
      known = found == null ? values.newString(text) : found;
      texts.put(text, known);
    }
    return known;
  }

  private Val[] all(Collection<Value> elements) {
    Val[] own = new Val[elements.size()];
    Iterator<Value> next = elements.iterator();
    for (int i = 0; i < own.length; i++) {
      own[i] = of(next.next());
    }
    return own;
  }

  private Val record(Map<String, Value> fields) {
    Val[] keys = new Val[fields.size()];
    Val[] own = new Val[keys.length];
    int at = 0;
    for (Map.Entry<String, Value> field : fields.entrySet()) {
      keys[at] = text(field.getKey());
      own[at++] = of(field.getValue());
    }
    return function(keys, own);
  }

  private Val function(Val[] keys, Val[] unordered) {
    SetVal domain = values.set(keys.clone());
    Val[] ordered = new Val[keys.length];
    for (int i = 0; i < ordered.length; i++) {
      int key = 0;
      while (keys[key] != domain.element(i)) {
        key++;
      }
      ordered[i] = unordered[key];
    }
    return values.function(domain, ordered);
  }
}
