package org.mmucheck.linux.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes BTF, as the kernel's build does, of a few types. */
final class SmallBtf {
  private static final int HEADER = 24;

  private final ByteArrayOutputStream types = new ByteArrayOutputStream();
  private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
  private final int firstString;
  private int next;

  private SmallBtf(int firstType, int firstString) {
    this.next = firstType;
    this.firstString = firstString;
    if (firstString == 0) {
      strings.write(0);
    }
  }

  /** For a vmlinux: types count from 1. */
  static SmallBtf vmlinux() {
    return new SmallBtf(1, 0);
  }

  /** For a module on top of {@code base}. */
  static SmallBtf on(SmallBtf base) {
    return new SmallBtf(base.next, base.firstString + base.strings.size());
  }

  int integer(String name, int bytes, boolean signed) {
    return type(name, 1, 0, false, bytes, (signed ? 1 << 24 : 0) | bytes * 8);
  }

  int pointer(int to) {
    return type("", 2, 0, false, to);
  }

  int array(int of, int length) {
    return type("", 3, 0, false, 0, of, 0, length);
  }

  int typedef(String name, int of) {
    return type(name, 8, 0, false, of);
  }

  int constant(int of) {
    return type("", 10, 0, false, of);
  }

  /** A struct: name or nothing, type and offset in bits of each member. */
  int struct(String name, int bytes, Object... members) {
    return aggregate(4, name, bytes, false, members);
  }

  int union(String name, int bytes, Object... members) {
    return aggregate(5, name, bytes, false, members);
  }

  /** A struct whose members' offsets have the width of a bit field in their top byte. */
  int withBitFields(String name, int bytes, Object... members) {
    return aggregate(4, name, bytes, true, members);
  }

  /** The offset of a bit field. */
  static int bits(int offset, int width) {
    return width << 24 | offset;
  }

  /** A struct that is only declared. */
  int declared(String name) {
    return type(name, 7, 0, false, 0);
  }

  void function(String name, int... parameters) {
    int[] rest = new int[2 * parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      rest[2 * i + 1] = parameters[i];
    }
    int prototype = type("", 13, parameters.length, false, 0, rest);
    type(name, 12, 0, false, prototype);
  }

  int unknownKind() {
    return type("", 30, 0, false, 0);
  }

  byte[] bytes() {
    ByteBuffer all =
        ByteBuffer.allocate(HEADER + types.size() + strings.size()).order(ByteOrder.LITTLE_ENDIAN);
    all.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(HEADER);
    all.putInt(0).putInt(types.size()).putInt(types.size()).putInt(strings.size());
    all.put(types.toByteArray()).put(strings.toByteArray());
    return all.array();
  }

  private int aggregate(int kind, String name, int bytes, boolean bitFields, Object... members) {
    int[] rest = new int[members.length];
    for (int i = 0; i < members.length; i += 3) {
      rest[i] = text((String) members[i]);
      rest[i + 1] = (Integer) members[i + 1];
      rest[i + 2] = (Integer) members[i + 2];
    }
    return type(name, kind, members.length / 3, bitFields, bytes, rest);
  }

  private int type(String name, int kind, int count, boolean flag, int size, int... rest) {
    put(text(name));
    put((flag ? 1 << 31 : 0) | kind << 24 | count);
    put(size);
    for (int each : rest) {
      put(each);
    }
    return next++;
  }

  private void put(int value) {
    types.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private int text(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    int at = firstString + strings.size();
    strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    strings.write(0);
    return at;
  }
}
