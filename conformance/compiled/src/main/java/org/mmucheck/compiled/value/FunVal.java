package org.mmucheck.compiled.value;

import java.util.StringJoiner;
import org.mmucheck.value.ContentHash;

/** A function; a sequence is one of 1..n, a record one of strings. */
public final class FunVal extends Val {
  public final SetVal domain;

  final Val[] values; // in the order of the domain

  /** What the entries add to the hash. */
  final long sum;

  /**
   * @param values in the order of the domain; not changed any more
   */
  FunVal(SetVal domain, Val[] values, long sum) {
    super(ContentHash.function(values.length, sum));
    this.domain = domain;
    this.values = values;
    this.sum = sum;
  }

  @Override
  public Kind kind() {
    return Kind.FUNCTION;
  }

  /** The value of the element at a place of the domain. */
  public Val value(int place) {
    return values[place];
  }

  public boolean isSequence() {
    return domain.isDomainOfSequence();
  }

  private boolean isRecord() {
    return domain.size() > 0 && domain.element(0).kind() == Kind.STRING;
  }

  @Override
  public String toString() {
    StringJoiner joined;
    if (isSequence()) {
      joined = new StringJoiner(", ", "<<", ">>");
      for (Val value : values) {
        joined.add(value.toString());
      }
    } else if (isRecord()) {
      joined = new StringJoiner(", ", "[", "]");
      for (int i = 0; i < values.length; i++) {
        joined.add(((TextVal) domain.element(i)).text + " |-> " + values[i]);
      }
    } else {
      joined = new StringJoiner(" @@ ", "(", ")");
      for (int i = 0; i < values.length; i++) {
        joined.add(domain.element(i) + " :> " + values[i]);
      }
    }
    return joined.toString();
  }
}
