package org.mmucheck.linux.subject;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.mmucheck.linux.kernel.Layouts;
import org.mmucheck.linux.kernel.NoSuchFieldInKernelException;
import org.mmucheck.linux.kernel.Place;
import org.mmucheck.linux.kernel.PointTable;
import org.mmucheck.linux.kernel.Symbols;
import org.mmucheck.linux.lab.Guest;
import org.mmucheck.linux.remote.GdbStub;
import org.mmucheck.linux.remote.RecordedStub;

/**
 * A machine of which there is only what was said to it once. One of the test's resources, as {@link
 * Exchange} writes it, is made again by
 *
 * <pre>
 * ./mmucheck linux replay TRACE --kernel debian:7.3.4 --exchange FILE
 * </pre>
 */
final class RecordedMachine {
  private static final Path POINTS = Path.of("../../linux/points");

  private final Map<String, String> facts = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private final RecordedStub stub;
  private final Symbols symbols;

  /**
   * @param name of a resource
   */
  RecordedMachine(String name) {
    List<String> packets = new ArrayList<>();
    List<String> kallsyms = new ArrayList<>();
    for (String line : lines(name)) {
      String rest = line.substring(line.indexOf(' ') + 1);
      switch (line.split(" ")[0]) {
        case "symbol" -> kallsyms.add(rest);
        case "place" -> {
          Place place = place(line.split(" "));
          places.put(place.path(), place);
        }
        case "without" -> {}
        case ">", "<" -> packets.add(line);
        default -> facts.put(line.split(" ")[0], rest);
      }
    }
    stub = new RecordedStub(packets);
    symbols = Symbols.read(name, String.join("\n", kallsyms));
  }

  RecordedStub stub() {
    return stub;
  }

  /** The machine with its breakpoints, put back to where its image was saved. */
  Steered steered(String protocol) {
    return steered(POINTS.resolve(protocol + ".json"));
  }

  /**
   * As {@link #steered(String)}.
   *
   * @param points where the steps begin
   */
  Steered steered(Path points) {
    Facts known =
        new Facts(
            fact("version"),
            symbols,
            new KnownLayouts(
                new Layouts() {
                  @Override
                  public Place place(String path) {
                    Place place = places.get(path);
                    if (place == null) {
                      throw new NoSuchFieldInKernelException(path, "was not there");
                    }
                    return place;
                  }

                  @Override
                  public List<String> parameters(String function) {
                    return List.of();
                  }
                }),
            PointTable.read(points).of(fact("version")),
            Long.parseLong(fact("lru")));
    Guest guest = new Guest(new GdbStub(stub), Long.parseUnsignedLong(fact("data"), 16));
    Steered steered = Steered.of(guest, known, Integer.parseInt(fact("cpus")));
    steered.stepper().reset();
    return steered;
  }

  private String fact(String name) {
    return Objects.requireNonNull(facts.get(name), name);
  }

  private static List<String> lines(String name) {
    try (InputStream in = RecordedMachine.class.getResourceAsStream(name)) {
      byte[] all = new GZIPInputStream(Objects.requireNonNull(in, name)).readAllBytes();
      return new String(all, StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
