package org.mmucheck.linux.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mmucheck.input.InputException;

/**
 * The types of a kernel, from its BTF (the kernel's {@code Documentation/bpf/btf.rst}): that of
 * vmlinux, as {@code /sys/kernel/btf/vmlinux} has it, or that of a module on top of it, whose types
 * count on from the base's.
 *
 * <p>Where several types have one name, as happens between a module and vmlinux, a path is good if
 * it leads to the same place in each of them that has it.
 */
public final class Btf implements Layouts {
  private static final int MAGIC = 0xeb9f;
  private static final int HEADER = 24;
  private static final int TYPE_HEADER = 12;
  private static final int POINTER_BITS = 64;

  /** Kinds of types, by their numbers in the format. */
  private static final int INT = 1;

  private static final int PTR = 2;
  private static final int ARRAY = 3;
  private static final int STRUCT = 4;
  private static final int UNION = 5;
  private static final int ENUM = 6;
  private static final int FWD = 7;
  private static final int TYPEDEF = 8;
  private static final int VOLATILE = 9;
  private static final int CONST = 10;
  private static final int RESTRICT = 11;
  private static final int FUNC = 12;
  private static final int FUNC_PROTO = 13;
  private static final int VAR = 14;
  private static final int DATASEC = 15;
  private static final int FLOAT = 16;
  private static final int DECL_TAG = 17;
  private static final int TYPE_TAG = 18;
  private static final int ENUM64 = 19;

  private static final int SIGNED_INT = 1;
  private static final int MOST_NESTED = 64;

  private final String file;
  private final @Nullable Btf base;
  private final ByteBuffer data;
  private final int firstType;
  private final int firstString;
  private final int strings;
  private final int stringsLength;

  /** Where each type's description begins in {@link #data}; that of {@link #firstType} first. */
  private final int[] types;

  private final Map<String, List<Integer>> named = new HashMap<>();
  private final Map<String, List<Integer>> functions = new HashMap<>();

  private Btf(String file, @Nullable Btf base, byte[] bytes) {
    this.file = file;
    this.base = base;
    data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER || Short.toUnsignedInt(data.getShort(0)) != MAGIC) {
      throw malformed(0, "no BTF: it does not begin with its magic number");
    }
    int header = data.getInt(4);
    int typesLength = data.getInt(12);
    stringsLength = data.getInt(20);
    int firstByte = section(header, data.getInt(8), typesLength, 8);
    strings = section(header, data.getInt(16), stringsLength, 16);
    firstType = base == null ? 1 : base.firstType + base.types.length;
    firstString = base == null ? 0 : base.firstString + base.stringsLength;
    types = index(firstByte, firstByte + typesLength);
  }

  /**
   * The types of vmlinux.
   *
   * @param file what messages call it
   * @param bytes as {@code /sys/kernel/btf/vmlinux} has them
   */
  public static Btf vmlinux(String file, byte[] bytes) {
    return new Btf(file, null, bytes.clone());
  }

  /**
   * The types of a module, and those of this one.
   *
   * @param bytes as {@code /sys/kernel/btf/MODULE} has them
   */
  public Btf module(String moduleFile, byte[] bytes) {
    return new Btf(moduleFile, this, bytes.clone());
  }

  @Override
  public Place place(String path) {
    FieldPath parsed = FieldPath.parse(path);
    List<Integer> candidates = candidates(parsed.type());
    if (candidates.isEmpty()) {
      throw new NoSuchFieldInKernelException(path, "the kernel has no type " + parsed.type());
    }
    Set<Place> found = new HashSet<>();
    String missing = "";
    for (int type : candidates) {
      Walk walk = new Walk(path, type);
      String reason = walk.take(parsed.steps());
      if (reason.isEmpty()) {
        found.add(walk.place());
      } else {
        missing = reason;
      }
    }
    if (found.isEmpty()) {
      throw new NoSuchFieldInKernelException(path, missing);
    }
    if (found.size() > 1) {
      throw new NoSuchFieldInKernelException(
          path, "the kernel has " + found.size() + " different types " + parsed.type());
    }
    return found.iterator().next();
  }

  @Override
  public List<String> parameters(String function) {
    List<List<String>> found = functions(function).stream().map(this::pointees).distinct().toList();
    return found.size() == 1 ? found.getFirst() : List.of();
  }

  /** The value of an enum's constant, whichever enum it is; empty if none has it. */
  public OptionalLong constant(String name) {
    for (int type = 0; type < types.length; type++) {
      int at = types[type];
      if (kindAt(at) == ENUM) {
        for (int i = 0; i < count(at); i++) {
          int member = at + TYPE_HEADER + 8 * i;
          if (text(data.getInt(member)).equals(name)) {
            return OptionalLong.of(data.getInt(member + 4));
          }
        }
      }
    }
    return base == null ? OptionalLong.empty() : base.constant(name);
  }

  private List<Integer> functions(String name) {
    List<Integer> all = new ArrayList<>(functions.getOrDefault(name, List.of()));
    if (base != null) {
      all.addAll(base.functions(name));
    }
    return all;
  }

  private List<String> pointees(int function) {
    Btf part = owner(function);
    int prototype = part.data.getInt(part.at(function) + 8);
    Btf other = owner(prototype);
    int at = other.at(prototype);
    if (other.kindAt(at) != FUNC_PROTO) {
      throw other.malformed(at, "a function without a prototype");
    }
    List<String> structs = new ArrayList<>();
    for (int i = 0; i < other.count(at); i++) {
      structs.add(pointee(other.data.getInt(at + TYPE_HEADER + 8 * i + 4)));
    }
    return structs;
  }

  private String pointee(int type) {
    if (type == 0) { // the dots of a function of any number of arguments
      return "";
    }
    int pointer = plain(type);
    Btf part = owner(pointer);
    int to = part.data.getInt(part.at(pointer) + 8);
    if (part.kindAt(part.at(pointer)) != PTR || to == 0) { // not a pointer, or one to void
      return "";
    }
    int struct = plain(to);
    Btf other = owner(struct);
    int kind = other.kindAt(other.at(struct));
    boolean named = kind == STRUCT || kind == UNION || kind == FWD;
    return named ? other.text(other.nameOf(struct)) : "";
  }

  private List<Integer> candidates(String name) {
    List<Integer> all = new ArrayList<>(named.getOrDefault(name, List.of()));
    if (base != null) {
      all.addAll(base.candidates(name));
    }
    return all;
  }

  private int section(int header, int offset, int length, int at) {
    if (header < HEADER || offset < 0 || length < 0) {
      throw malformed(at, "a section of negative length or offset");
    }
    long end = (long) header + offset + length;
    if (end > data.capacity()) {
      throw malformed(at, "a section ends at byte " + end + " of " + data.capacity());
    }
    return header + offset;
  }

  private int[] index(int first, int end) {
    int[] found = new int[(end - first) / TYPE_HEADER];
    int count = 0;
    int at = first;
    while (at < end) {
      if (end - at < TYPE_HEADER) {
        throw malformed(at, "the last type is cut off");
      }
      found[count] = at;
      if (isNamedLayout(at)) {
        named.computeIfAbsent(text(data.getInt(at)), n -> new ArrayList<>()).add(firstType + count);
      } else if (kindAt(at) == FUNC) {
        functions
            .computeIfAbsent(text(data.getInt(at)), n -> new ArrayList<>(1))
            .add(firstType + count);
      }
      count++;
      at += TYPE_HEADER + extra(at);
    }
    if (at != end) {
      throw malformed(at, "the last type is cut off");
    }
    return Arrays.copyOf(found, count);
  }

  private boolean isNamedLayout(int at) {
    int kind = kindAt(at);
    boolean has = kind == STRUCT || kind == UNION ? count(at) > 0 : kind == TYPEDEF;
    return has && data.getInt(at) != 0;
  }

  /** How many bytes follow a type's header. */
  private int extra(int at) {
    int count = count(at);
    return switch (kindAt(at)) {
      case INT, VAR, DECL_TAG -> 4;
      case ARRAY -> 12;
      case STRUCT, UNION, DATASEC, ENUM64 -> 12 * count;
      case ENUM, FUNC_PROTO -> 8 * count;
      case PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FLOAT, TYPE_TAG -> 0;
      default -> throw malformed(at, "a type of unknown kind " + kindAt(at));
    };
  }

  private int nameOf(int type) {
    return data.getInt(at(type));
  }

  private int kindAt(int at) {
    return data.getInt(at + 4) >>> 24 & 0x1f;
  }

  private int count(int at) {
    return data.getInt(at + 4) & 0xffff;
  }

  private boolean hasBitFields(int at) {
    return data.getInt(at + 4) < 0;
  }

  /** The part, this or a base, that describes a type. */
  private Btf owner(int type) {
    Btf part = this;
    while (part.base != null && type < part.firstType) {
      part = part.base;
    }
    if (type < part.firstType || type >= part.firstType + part.types.length) {
      throw malformed(0, "there is no type " + type);
    }
    return part;
  }

  private int at(int type) {
    return types[type - firstType];
  }

  /** The type without typedefs and qualifiers. */
  private int plain(int of) {
    int bare = of;
    for (int i = 0; i < MOST_NESTED; i++) {
      Btf part = owner(bare);
      int at = part.at(bare);
      switch (part.kindAt(at)) {
        case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> bare = part.data.getInt(at + 8);
        default -> {
          return bare;
        }
      }
    }
    throw malformed(0, "type " + of + " is a name for itself");
  }

  private String text(int offset) {
    if (base != null && offset < firstString) {
      return base.text(offset);
    }
    int from = offset - firstString;
    int end = from;
    while (end >= 0 && end < stringsLength && data.get(strings + end) != 0) {
      end++;
    }
    if (end < 0 || end >= stringsLength) {
      throw malformed(strings, "no text ends at " + offset);
    }
    return new String(data.array(), strings + from, end - from, StandardCharsets.UTF_8);
  }

  private InputException malformed(int at, String reason) {
    return new InputException(file, "byte " + at, reason);
  }

  /** A walk along a path, from type to type. */
  private final class Walk {
    private final String path;
    private final List<Long> hops = new ArrayList<>();
    private int type;
    private long bit;
    private int width;

    Walk(String path, int type) {
      this.path = path;
      this.type = type;
    }

    /** Takes all steps; the reason why one cannot be taken, or nothing. */
    String take(List<FieldPath.Step> steps) {
      for (FieldPath.Step step : steps) {
        String reason =
            width != 0
                ? "nothing is inside a bit field"
                : switch (step) {
                  case FieldPath.Member member -> member(member.name());
                  case FieldPath.Follow follow -> follow();
                  case FieldPath.Element element -> element(element.index());
                };
        if (!reason.isEmpty()) {
          return reason;
        }
      }
      return "";
    }

    private String member(String name) {
      int outer = plain(type);
      return find(outer, name, 0, 0) ? "" : describe(outer) + " has no field " + name;
    }

    /** Looks for a member, also in anonymous structs and unions inside. */
    private boolean find(int outer, String name, long from, int depth) {
      Btf part = owner(outer);
      int at = part.at(outer);
      int kind = part.kindAt(at);
      if (kind != STRUCT && kind != UNION || depth > MOST_NESTED) {
        return false;
      }
      boolean bitFields = part.hasBitFields(at);
      for (int i = 0; i < part.count(at); i++) {
        int member = at + TYPE_HEADER + 12 * i;
        int place = part.data.getInt(member + 8);
        long offset = from + (bitFields ? place & 0xffffff : Integer.toUnsignedLong(place));
        int inner = part.data.getInt(member + 4);
        int called = part.data.getInt(member);
        if (called == 0) {
          if (find(plain(inner), name, offset, depth + 1)) {
            return true;
          }
        } else if (part.text(called).equals(name)) {
          bit += offset;
          width = bitFields ? place >>> 24 : 0;
          type = inner;
          return true;
        }
      }
      return false;
    }

    private String follow() {
      int pointer = plain(type);
      Btf part = owner(pointer);
      if (part.kindAt(part.at(pointer)) != PTR) {
        return describe(pointer) + " is no pointer";
      }
      hops.add(bit / Byte.SIZE);
      bit = 0;
      type = part.data.getInt(part.at(pointer) + 8);
      return "";
    }

    private String element(int index) {
      int array = plain(type);
      Btf part = owner(array);
      int at = part.at(array);
      if (part.kindAt(at) != ARRAY) {
        return describe(array) + " is no array";
      }
      int length = part.data.getInt(at + TYPE_HEADER + 8);
      if (length != 0 && index >= length) { // a flexible array has length 0
        return "the array has " + length + " elements";
      }
      type = part.data.getInt(at + TYPE_HEADER);
      bit += (long) index * bitsOf(type, 0);
      return "";
    }

    Place place() {
      int last = plain(type);
      int bits = width != 0 ? width : bitsOf(last, 0);
      Btf part = owner(type);
      return new Place(path, hops, bit, bits, isSigned(last), part.text(part.nameOf(type)));
    }

    private boolean isSigned(int last) {
      Btf part = owner(last);
      int at = part.at(last);
      return switch (part.kindAt(at)) {
        case INT -> (part.data.getInt(at + TYPE_HEADER) >>> 24 & SIGNED_INT) != 0;
        case ENUM, ENUM64 -> part.hasBitFields(at); // the same bit says that an enum is signed
        default -> false;
      };
    }

    private int bitsOf(int of, int depth) {
      int sized = plain(of);
      Btf part = owner(sized);
      int at = part.at(sized);
      int size = part.data.getInt(at + 8);
      return switch (part.kindAt(at)) {
        case INT, STRUCT, UNION, ENUM, ENUM64, FLOAT -> size * Byte.SIZE;
        case PTR -> POINTER_BITS;
        case ARRAY -> {
          if (depth > MOST_NESTED) {
            throw part.malformed(at, "an array inside itself");
          }
          yield part.data.getInt(at + TYPE_HEADER + 8)
              * bitsOf(part.data.getInt(at + TYPE_HEADER), depth + 1);
        }
        default -> 0; // a function, or a struct that is only declared
      };
    }

    private String describe(int of) {
      Btf part = owner(of);
      int name = part.nameOf(of);
      return name == 0 ? "the type there" : part.text(name);
    }
  }
}
