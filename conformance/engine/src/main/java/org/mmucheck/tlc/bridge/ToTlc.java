package org.mmucheck.tlc.bridge;

import java.util.List;
import java.util.Map;
import org.mmucheck.value.Value;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import util.UniqueString;

/** Our values as TLC's. A text is the model value of that name if there is one, else a string. */
final class ToTlc {
  private final FromTlc back;
  private final Map<String, ModelValue> modelValues;

  ToTlc(FromTlc back, Map<String, ModelValue> modelValues) {
    this.back = back;
    this.modelValues = modelValues;
  }

  /**
   * @throws IllegalArgumentException if an integer does not fit TLC's 32 bits
   */
  tlc2.value.impl.Value convert(Value value) {
    tlc2.value.impl.Value known = back.source(value);
    if (known != null) {
      return known;
    }
    Value ours = back.adopt(value, structure(value));
    tlc2.value.impl.Value adopted = back.source(ours);
    if (adopted == null) {
      throw new IllegalStateException("no TLC value for " + value);
    }
    return adopted;
  }

  private tlc2.value.impl.Value structure(Value value) {
    tlc2.value.impl.Value made =
        switch (value) {
          case Value.Bool x -> x.value() ? BoolValue.ValTrue : BoolValue.ValFalse;
          case Value.Int x -> integer(x.value());
          case Value.Text x -> text(x.value());
          case Value.Seq x -> new TupleValue(all(x.elements()));
          case Value.SetOf x -> new SetEnumValue(all(x.elements()), false);
          case Value.Rec x -> record(x);
          case Value.Fcn x ->
              new FcnRcdValue(all(x.entries().keySet()), all(x.entries().values()), false);
        };
    made.deepNormalize();
    return made;
  }

  private static tlc2.value.impl.Value integer(long value) {
    if (value != (int) value) {
      throw new IllegalArgumentException(value + " does not fit TLC's 32 bit integers");
    }
    return IntValue.gen((int) value);
  }

  private tlc2.value.impl.Value text(String text) {
    ModelValue model = modelValues.get(text);
    return model == null ? new StringValue(text) : model;
  }

  private tlc2.value.impl.Value record(Value.Rec record) {
    UniqueString[] names =
        record.fields().keySet().stream()
            .map(UniqueString::uniqueStringOf)
            .toArray(UniqueString[]::new);
    return new RecordValue(names, all(record.fields().values()), false);
  }

  private tlc2.value.impl.Value[] all(java.util.Collection<Value> values) {
    List<tlc2.value.impl.Value> converted = values.stream().map(this::convert).toList();
    return converted.toArray(new tlc2.value.impl.Value[0]);
  }
}
