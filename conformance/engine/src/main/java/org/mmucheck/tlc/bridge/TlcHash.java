package org.mmucheck.tlc.bridge;

import java.util.Arrays;
import org.mmucheck.tlc.TlcException;
import org.mmucheck.value.ContentHash;
import tlc2.tool.TLCState;
import tlc2.value.IValue;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.IntervalValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/** {@link ContentHash} of TLC's values and states, without making them ours. For one thread. */
final class TlcHash {
  private static final int EVALUATION_FAILED = 75;

  private final UniqueString[] vars;
  private long[] texts = new long[256]; // by TLC's number of the text; 0 where not known

  /**
   * @param vars the variables in the order of their declaration
   */
  TlcHash(UniqueString[] vars) {
    this.vars = vars;
  }

  long of(TLCState state) {
    long sum = 0;
    for (int i = 0; i < vars.length; i++) {
      sum += ContentHash.variable(i, of(state.lookup(vars[i])));
    }
    return sum;
  }

  private long of(IValue value) {
    if (value instanceof IntValue number) {
      return ContentHash.of(number.val);
    }
    if (value instanceof StringValue string) {
      return of(string.val);
    }
    if (value instanceof ModelValue model) {
      return of(model.val);
    }
    if (value instanceof BoolValue bool) {
      return ContentHash.of(bool.val);
    }
    if (value instanceof FcnRcdValue function) {
      return of(function);
    }
    if (value instanceof RecordValue record) {
      long sum = 0;
      for (int i = 0; i < record.names.length; i++) {
        sum += ContentHash.entry(of(record.names[i]), of(record.values[i]));
      }
      return ContentHash.function(record.names.length, sum);
    }
    if (value instanceof TupleValue tuple) {
      long sum = 0;
      for (int i = 0; i < tuple.elems.length; i++) {
        sum += ContentHash.entry(ContentHash.of(i + 1L), of(tuple.elems[i]));
      }
      return ContentHash.function(tuple.elems.length, sum);
    }
    if (value instanceof SetEnumValue set) {
      return of(set);
    }
    return ofOther((Value) value);
  }

  private long of(SetEnumValue set) {
    set.normalize(); // drops elements that occur twice
    int size = set.elems.size();
    long sum = 0;
    for (int i = 0; i < size; i++) {
      sum += ContentHash.element(of(set.elems.elementAt(i)));
    }
    return ContentHash.set(size, sum);
  }

  private long of(FcnRcdValue function) {
    function.normalize();
    long sum = 0;
    int size = function.values.length;
    IntervalValue interval = function.intv;
    for (int i = 0; i < size; i++) {
      long key =
          interval == null ? of(function.domain[i]) : ContentHash.of((long) interval.low + i);
      sum += ContentHash.entry(key, of(function.values[i]));
    }
    return ContentHash.function(size, sum);
  }

  private long ofOther(Value value) {
    if (value.toSetEnum() instanceof SetEnumValue set) {
      return of(set);
    }
    if (value.toFcnRcd() instanceof FcnRcdValue function) {
      return of(function);
    }
    throw new TlcException(
        EVALUATION_FAILED,
        "the value " + value + " is not finite; a variable must hold a finite value");
  }

  private long of(UniqueString text) {
    int number = text.getTok();
    if (number >= texts.length) {
      texts = Arrays.copyOf(texts, Math.max(number + 1, texts.length * 2));
    }
    if (texts[number] == 0) {
      texts[number] = ContentHash.of(text.toString());
    }
    return texts[number];
  }
}
