package org.mmucheck.linux.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.mmucheck.linux.kernel.Layouts;
import org.mmucheck.linux.kernel.NoSuchFieldInKernelException;
import org.mmucheck.linux.kernel.Place;
import org.mmucheck.linux.kernel.Symbols;
import org.mmucheck.linux.memory.UnreadableMemoryException;

/**
 * What was once read of a machine, at some moments:
 *
 * <pre>
 * symbol ffffffffc020ecb0 vm_list
 * place kvm.mm->pgd 960 64 unsigned - 56    bits, the type's name, how far each pointer lies
 * without page.compound_head
 * moment zapping
 * at ffff888003a0c000 0100000000000000
 * </pre>
 */
final class Recorded implements Layouts {
  private final Map<String, Place> places = new HashMap<>();
  private final List<String> symbols = new ArrayList<>();
  private final Map<String, Map<Long, byte[]>> moments = new HashMap<>();

  private Recorded(List<String> lines) {
    Map<Long, byte[]> moment = new HashMap<>();
    for (String line : lines) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "symbol" -> symbols.add(words[1] + " D " + words[2]);
        case "place" -> places.put(words[1], place(words));
        case "without" -> {}
        case "moment" -> {
          moment = new HashMap<>();
          moments.put(words[1], moment);
        }
        case "at" ->
            moment.put(Long.parseUnsignedLong(words[1], 16), HexFormat.of().parseHex(words[2]));
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  /** The recording of that name among the test's resources. */
  static Recorded load(String name) {
    try (InputStream in = Recorded.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no recording " + name);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Recorded(text.lines().filter(line -> !line.startsWith("#")).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The machine as it was then. */
  KernelStructs at(String moment) {
    Map<Long, byte[]> memory = moments.getOrDefault(moment, Map.of());
    return new KernelStructs(
        Symbols.read("recorded", String.join("\n", symbols)),
        this,
        (address, length) -> {
          byte[] bytes = memory.get(address);
          if (bytes == null || bytes.length < length) {
            throw new UnreadableMemoryException(address, length);
          }
          return Arrays.copyOf(bytes, length);
        });
  }

  @Override
  public Place place(String path) {
    Place place = places.get(path);
    if (place == null) {
      throw new NoSuchFieldInKernelException(path, "was not recorded");
    }
    return place;
  }

  @Override
  public List<String> parameters(String function) {
    return List.of();
  }

  static String line(Place place) {
    String hops = place.hops().stream().map(hop -> " " + hop).collect(Collectors.joining());
    String sign = place.signed() ? "signed" : "unsigned";
    String type = place.type().isEmpty() ? "-" : place.type().replace(' ', '_');
    return "place %s %d %d %s %s%s"
        .formatted(place.path(), place.bit(), place.bits(), sign, type, hops);
  }

  private static Place place(String[] words) {
    List<Long> hops = new ArrayList<>();
    for (int i = 6; i < words.length; i++) {
      hops.add(Long.parseLong(words[i]));
    }
    return new Place(
        words[1],
        hops,
        Long.parseLong(words[2]),
        Integer.parseInt(words[3]),
        words[4].equals("signed"),
        words[5].equals("-") ? "" : words[5]);
  }
}
