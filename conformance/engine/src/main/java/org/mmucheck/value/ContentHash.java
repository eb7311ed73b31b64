package org.mmucheck.value;

import org.jspecify.annotations.Nullable;

/**
 * A 64-bit hash of what a value or a state is, the same in every run and for every representation
 * of the value: sets and functions are summed up over their elements, so their order is of no
 * account, and sequences and records are functions. Whoever holds values of another kind computes
 * the same hash with the same methods.
 */
public final class ContentHash {
  private static final long BOOL = 0x243F6A8885A308D3L;
  private static final long INT = 0x13198A2E03707344L;
  private static final long TEXT = 0xA4093822299F31D0L;
  private static final long SET = 0x082EFA98EC4E6C89L;
  private static final long FUNCTION = 0x452821E638D01377L;
  private static final long STATE = 0xBE5466CF34E90C6CL;

  /** A power of two; a spec's states are made of fewer texts than that. */
  private static final int LATELY = 1024;

  /** Threads that race for a place overwrite what is right with what is right. */
  private static final @Nullable Known[] LATELY_ASKED = new Known[LATELY];

  private record Known(String text, long hash) {}

  private ContentHash() {}

  /** The hash of one of our values. */
  public static long of(Value value) {
    return switch (value) {
      case Value.Bool x -> of(x.value());
      case Value.Int x -> of(x.value());
      case Value.Text x -> of(x.value());
      case Value.Seq x -> {
        long sum = 0;
        int index = 0;
        for (Value element : x.elements()) {
          sum += entry(of(++index), of(element));
        }
        yield function(index, sum);
      }
      case Value.SetOf x -> {
        long sum = 0;
        for (Value element : x.elements()) {
          sum += element(of(element));
        }
        yield set(x.elements().size(), sum);
      }
      case Value.Rec x -> {
        long sum = 0;
        for (var field : x.fields().entrySet()) {
          sum += entry(of(field.getKey()), of(field.getValue()));
        }
        yield function(x.fields().size(), sum);
      }
      case Value.Fcn x -> {
        long sum = 0;
        for (var entry : x.entries().entrySet()) {
          sum += entry(of(entry.getKey()), of(entry.getValue()));
        }
        yield function(x.entries().size(), sum);
      }
    };
  }

  /** The hash of a Boolean. */
  public static long of(boolean value) {
    return mix(BOOL + (value ? 1 : 0));
  }

  /** The hash of an integer. */
  public static long of(long value) {
    return mix(INT ^ mix(value));
  }

  /** The hash of a string or model value. */
  public static long of(String text) {
    int place = text.hashCode() & (LATELY - 1);
    Known known = LATELY_ASKED[place];
    if (known == null || !known.text.equals(text)) {
      known = new Known(text, letterByLetter(text));
      LATELY_ASKED[place] = known;
    }
    return known.hash;
  }

  private static long letterByLetter(String text) {
    long hash = TEXT;
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash + text.charAt(i));
    }
    return hash;
  }

  /** What an element adds to the sum of its set. */
  public static long element(long hash) {
    return mix(hash ^ SET);
  }

  /** The hash of a set of {@code size} elements. */
  public static long set(int size, long sum) {
    return mix(sum + SET * (size + 1L));
  }

  /** What an entry adds to the sum of its function; of a sequence, the keys are 1, 2, and so on. */
  public static long entry(long key, long value) {
    return mix(mix(key ^ FUNCTION) + value);
  }

  /** The hash of a function, record or sequence of {@code size} entries. */
  public static long function(int size, long sum) {
    return mix(sum + FUNCTION * (size + 1L));
  }

  /** What a variable adds to the sum that is the hash of its state. */
  public static long variable(int variable, long value) {
    return mix(value + STATE * (variable + 1L));
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
