package org.mmucheck.linux.machine;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mmucheck.linux.kernel.Layouts;
import org.mmucheck.linux.kernel.NoSuchFieldInKernelException;
import org.mmucheck.linux.kernel.Place;
import org.mmucheck.linux.kernel.Symbol;
import org.mmucheck.linux.kernel.Symbols;
import org.mmucheck.linux.memory.KernelMemory;

/** Writes down what is read of a live machine, as {@link Recorded} reads it. */
final class Recorder {
  private final Symbols symbols;
  private final Layouts layouts;
  private final SortedMap<String, String> known = new TreeMap<>();
  private final StringBuilder moments = new StringBuilder();

  Recorder(Symbols symbols, Layouts layouts) {
    this.symbols = symbols;
    this.layouts = layouts;
  }

  /** What can be read now; {@link #end} ends the moment. */
  Moment moment(String name, KernelMemory memory) {
    return new Moment(name, memory);
  }

  /** The whole recording. */
  String text() {
    return known.values().stream().collect(Collectors.joining("\n", "", "\n")) + moments;
  }

  /** What is read while the machine stands still. */
  final class Moment {
    private final SortedMap<Long, byte[]> read = new TreeMap<>(Long::compareUnsigned);
    private final String name;
    private final KernelMemory memory;

    Moment(String name, KernelMemory memory) {
      this.name = name;
      this.memory = memory;
    }

    KernelStructs structs(List<String> variables) {
      for (String variable : variables) {
        Symbol symbol = symbols.variable(variable);
        known.put("symbol " + variable, "symbol %x %s".formatted(symbol.address(), variable));
      }
      return new KernelStructs(
          symbols,
          new Layouts() {
            @Override
            public Place place(String path) {
              try {
                Place place = layouts.place(path);
                known.put("type " + path, Recorded.line(place));
                return place;
              } catch (NoSuchFieldInKernelException e) {
                known.put("type " + path, "without " + path);
                throw e;
              }
            }

            @Override
            public List<String> parameters(String function) {
              return layouts.parameters(function);
            }
          },
          (address, length) -> {
            byte[] bytes = memory.read(address, length);
            read.merge(address, bytes, (a, b) -> a.length > b.length ? a : b);
            return bytes;
          });
    }

    void end() {
      moments.append("moment ").append(name).append('\n');
      for (Map.Entry<Long, byte[]> each : read.entrySet()) {
        moments
            .append("at %x ".formatted(each.getKey()))
            .append(HexFormat.of().formatHex(each.getValue()))
            .append('\n');
      }
    }
  }
}
