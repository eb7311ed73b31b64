package org.mmucheck.linux.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mmucheck.linux.memory.KernelMemory;

/** Finds the spots of a table in one running kernel. */
public final class Spots {
  private final Symbols symbols;
  private final Layouts layouts;
  private final CallSites calls;

  public Spots(Symbols symbols, Layouts layouts, KernelMemory memory) {
    this.symbols = symbols;
    this.layouts = layouts;
    calls = new CallSites(symbols, memory);
  }

  /**
   * A spot in this kernel.
   *
   * @param addresses where a CPU is stopped: at the spot; for a {@link Spot.Return} at the entry of
   *     the function, where the address to which it returns lies on top of the stack; none for a
   *     {@link Spot.Touch}
   * @param field what is watched, for such a one
   */
  public record Found(Spot spot, List<Long> addresses, Optional<Place> field) {
    public Found {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * Where a spot is.
   *
   * @throws NoSuchSymbolException if the kernel has no function that it names
   * @throws NoSuchFieldInKernelException if the kernel has no field that it names
   * @throws NoSuchCallException if one does not call the other, or not so often
   */
  public Found find(Spot spot) {
    return switch (spot) {
      case Spot.Entry entry -> code(spot, List.of(symbols.function(entry.function()).address()));
      case Spot.Return end -> code(spot, List.of(symbols.function(end.function()).address()));
      case Spot.Call call ->
          code(spot, pick(spot, calls.find(call.callee(), call.caller()), call.number()));
      case Spot.After after ->
          code(spot, pick(spot, calls.after(after.callee(), after.caller()), after.number()));
      case Spot.Touch touch -> {
        if (!touch.function().isEmpty()) {
          symbols.function(touch.function());
        }
        yield new Found(spot, List.of(), Optional.of(layouts.place(touch.path())));
      }
    };
  }

  /** Why the kernel does not have some spots of a table, one line each; none if it has them all. */
  public List<String> missing(KernelPoints points) {
    List<String> missing = new ArrayList<>();
    for (Point point : points.points()) {
      for (Spot spot : point.spots()) {
        try {
          find(spot);
        } catch (NoSuchSymbolException | NoSuchFieldInKernelException | NoSuchCallException e) {
          missing.add(point.task() + " before " + point.step() + ": " + e.getMessage());
        }
      }
    }
    return missing;
  }

  /** A spot for people, with how far from the symbol before it each of its places is. */
  public String describe(Spot spot) {
    Found found = find(spot);
    return found
        .field()
        .map(place -> "at 0x%x, %d bits".formatted(place.bit() / Byte.SIZE, place.bits()))
        .orElseGet(
            () ->
                found.addresses().stream()
                    .map(at -> symbols.at(at).map(Object::toString).orElseThrow())
                    .collect(Collectors.joining(", ")));
  }

  private static Found code(Spot spot, List<Long> addresses) {
    return new Found(spot, addresses, Optional.empty());
  }

  private static List<Long> pick(Spot spot, List<Long> sites, int number) {
    if (sites.isEmpty() || number > sites.size()) {
      throw new NoSuchCallException(spot, sites.size());
    }
    return number == 0 ? sites : List.of(sites.get(number - 1));
  }
}
