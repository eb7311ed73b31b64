package org.mmucheck.linux.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mmucheck.input.InputException;

/** The symbols of a running kernel and its modules, from the text of its {@code /proc/kallsyms}. */
public final class Symbols {
  private static final Pattern LINE =
      Pattern.compile("([0-9a-f]{16}) (\\S) (\\S+)(?:\\s+\\[(\\w+)])?");

  private static final int HEX = 16;

  /** By address; of several at one address, the order of the list. */
  private final List<Symbol> ordered;

  private final Map<String, List<Symbol>> named = new HashMap<>();

  private Symbols(List<Symbol> symbols) {
    ordered = new ArrayList<>(symbols);
    ordered.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
    for (Symbol symbol : ordered) {
      named.computeIfAbsent(symbol.name(), n -> new ArrayList<>(1)).add(symbol);
    }
  }

  /**
   * Reads the text of a kallsyms.
   *
   * @param file what messages call it
   * @throws InputException if a line is none of a kallsyms, or addresses are hidden
   */
  public static Symbols read(String file, String text) {
    List<Symbol> symbols = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new InputException(
            file, "line " + number, "no line of a kallsyms: address, type, name [module]");
      }
      String module = matcher.group(4) == null ? "" : matcher.group(4);
      long address = Long.parseUnsignedLong(matcher.group(1), HEX);
      symbols.add(new Symbol(matcher.group(3), module, matcher.group(2).charAt(0), address));
    }
    if (symbols.stream().allMatch(symbol -> symbol.address() == 0)) {
      throw new InputException(file, "", "no addresses; kallsyms shows them only to root");
    }
    return new Symbols(symbols);
  }

  /**
   * The one function of a name.
   *
   * @throws NoSuchSymbolException if there is none, or more than one
   */
  public Symbol function(String name) {
    List<Symbol> found = all(name).stream().filter(Symbol::isCode).toList();
    if (found.size() != 1) {
      throw new NoSuchSymbolException(name, found);
    }
    return found.getFirst();
  }

  /**
   * The one variable of a name; kallsyms cannot tell all variables from code.
   *
   * @throws NoSuchSymbolException if there is no symbol of that name, or more than one
   */
  public Symbol variable(String name) {
    List<Symbol> found = all(name);
    if (found.size() != 1) {
      throw new NoSuchSymbolException(name, found);
    }
    return found.getFirst();
  }

  /** All symbols of a name; several files may each have a static function of it. */
  public List<Symbol> all(String name) {
    return named.getOrDefault(name, List.of());
  }

  /** Everything of a module; of vmlinux if {@code module} is empty. */
  public List<Symbol> of(String module) {
    return ordered.stream().filter(symbol -> symbol.module().equals(module)).toList();
  }

  /** What is at an address or begins before it, and how far before; nothing below the first. */
  public Optional<Location> at(long address) {
    int after = after(address);
    if (after == 0) {
      return Optional.empty();
    }
    long begin = ordered.get(after - 1).address();
    return ordered.subList(0, after).reversed().stream()
        .takeWhile(symbol -> symbol.address() == begin)
        .max(Comparator.comparing(Symbol::isCode))
        .map(symbol -> new Location(symbol, address - begin));
  }

  /** Where what follows {@code symbol} begins; its own address if nothing does. */
  public long end(Symbol symbol) {
    int after = after(symbol.address());
    return after == ordered.size() ? symbol.address() : ordered.get(after).address();
  }

  /** The number of the first symbol that lies above an address. */
  private int after(long address) {
    int low = 0;
    int high = ordered.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(ordered.get(middle).address(), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * An address, told by the symbol before it.
   *
   * @param offset in bytes
   */
  public record Location(Symbol symbol, long offset) {
    @Override
    public String toString() {
      String module = symbol.module().isEmpty() ? "" : " [" + symbol.module() + "]";
      return offset == 0
          ? symbol.name() + module
          : symbol.name() + "+0x" + Long.toHexString(offset) + module;
    }
  }
}
