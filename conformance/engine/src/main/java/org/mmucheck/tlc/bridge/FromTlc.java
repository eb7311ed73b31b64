package org.mmucheck.tlc.bridge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mmucheck.tlc.NotSteppableException;
import org.mmucheck.value.Value;
import tlc2.value.IValue;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;

/**
 * TLC's values as ours. Equal values give one and the same object, so that comparing is cheap and
 * the way back, {@link ToTlc}, finds them at once.
 */
final class FromTlc {
  private static final int EVALUATION_FAILED = 75;

  private final Set<String> modelValues;
  private final boolean isForReaders;
  private final Map<Value, Value> interned = new HashMap<>();
  private final IdentityHashMap<Value, tlc2.value.impl.Value> sources = new IdentityHashMap<>();

  /** {@link #sources} the other way: what a step leaves of a value TLC has in common with it. */
  private final IdentityHashMap<tlc2.value.impl.Value, Value> ofSources = new IdentityHashMap<>();

  /**
   * @param modelValues the names of the model values, which no string may be
   */
  FromTlc(Set<String> modelValues) {
    this(modelValues, false);
  }

  private FromTlc(Set<String> modelValues, boolean isForReaders) {
    this.modelValues = modelValues;
    this.isForReaders = isForReaders;
  }

  /**
   * For values that people read and that nobody evaluates: a value that is not finite is its text,
   * and a string may be a model value's name.
   */
  static FromTlc forReaders() {
    return new FromTlc(Set.of(), true);
  }

  /** TLC's value for one of ours that came from here; null if it did not. */
  tlc2.value.impl.@Nullable Value source(Value value) {
    return sources.get(value);
  }

  /**
   * @throws NotSteppableException if the value is not finite, or is a string that is a model
   *     value's name
   */
  Value convert(IValue value) {
    tlc2.value.impl.Value normal = (tlc2.value.impl.Value) value;
    Value same = ofSources.get(normal);
    if (same != null) {
      return same;
    }
    normal.deepNormalize();
    Value ours = structure(normal);
    Value known = interned.putIfAbsent(ours, ours);
    if (known != null) {
      return known;
    }
    keep(ours, normal);
    return ours;
  }

  /** Records that {@code ours}, which did not come from TLC, is {@code value}. */
  Value adopt(Value ours, tlc2.value.impl.Value value) {
    Value known = interned.putIfAbsent(ours, ours);
    if (known == null) {
      keep(ours, value);
    }
    return known == null ? ours : known;
  }

  private void keep(Value ours, tlc2.value.impl.Value source) {
    sources.put(ours, source);
    ofSources.put(source, ours);
  }

  private Value structure(tlc2.value.impl.Value value) {
    if (value instanceof BoolValue bool) {
      return Value.of(bool.val);
    }
    if (value instanceof IntValue number) {
      return Value.of(number.val);
    }
    if (value instanceof StringValue string) {
      return text(string.val.toString());
    }
    if (value instanceof ModelValue model) {
      return Value.of(model.val.toString());
    }
    if (value instanceof TupleValue tuple) {
      return new Value.Seq(all(tuple.elems));
    }
    if (value instanceof RecordValue record) {
      return record(record);
    }
    if (value instanceof FcnRcdValue function) {
      return function(function);
    }
    tlc2.value.impl.Value set = value.toSetEnum();
    if (set instanceof SetEnumValue elements) {
      elements.normalize();
      return Value.set(all(elements.elems.toArray()));
    }
    tlc2.value.impl.Value function = value.toFcnRcd();
    if (function instanceof FcnRcdValue entries) {
      return function(entries);
    }
    if (isForReaders) {
      return Value.of(value.toString());
    }
    throw new NotSteppableException(
        EVALUATION_FAILED,
        "the value " + value + " is not finite; a variable or constant must hold a finite value");
  }

  private Value text(String string) {
    if (modelValues.contains(string)) {
      throw new NotSteppableException(
          EVALUATION_FAILED,
          "the text \"" + string + "\" is a string and also a model value; rename one of them");
    }
    return Value.of(string);
  }

  private List<Value> all(tlc2.value.impl.Value[] values) {
    List<Value> converted = new ArrayList<>(values.length);
    for (tlc2.value.impl.Value value : values) {
      converted.add(convert(value));
    }
    return converted;
  }

  private Value record(RecordValue record) {
    if (record.names.length == 0) {
      return Value.seq();
    }
    String[] names = new String[record.names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = record.names[i].toString();
    }
    return Value.rec(Arrays.asList(names), all(record.values));
  }

  private Value function(FcnRcdValue function) {
    function.normalize();
    tlc2.value.impl.Value[] domain = function.getDomainAsValues();
    if (FieldNames.areAll(domain)) {
      String[] names = new String[domain.length];
      for (int i = 0; i < names.length; i++) {
        names[i] = ((StringValue) domain[i]).val.toString();
      }
      return Value.rec(Arrays.asList(names), all(function.values));
    }
    List<Value> keys = all(domain);
    List<Value> values = all(function.values);
    return isForReaders ? Value.fcn(merged(keys, values)) : Value.fcn(keys, values);
  }

  /** A string and a model value of one name are one key. */
  private static Map<Value, Value> merged(List<Value> keys, List<Value> values) {
    Map<Value, Value> merged = new TreeMap<>();
    for (int i = 0; i < keys.size(); i++) {
      merged.put(keys.get(i), values.get(i));
    }
    return merged;
  }
}
