package org.mmucheck.linux.subject;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.mmucheck.linux.kernel.Place;
import org.mmucheck.linux.kernel.Symbol;

/**
 * What was said to a machine in one run, and what has to be known of its kernel to say it again
 * without the machine. One line each:
 *
 * <pre>
 * version 7.3.4+deb13-cloud-amd64
 * cpus 3
 * data 7f5c1d000000                          where the VMM has the guest's memory
 * lru 5                                      the number of the page flag PG_lru
 * symbol ffffffffc0200010 t kvm_arch_init [kvm]
 * place kvm.mm->pgd 960 64 unsigned - 56     bits, the type's name, how far each pointer lies
 * without page.compound_head
 * > vCont;c:p1.2                             as {@link org.mmucheck.linux.remote.Tap} has it
 * < T05thread:p01.02;
 * </pre>
 *
 * Of the symbols there are KVM's own and those that were asked for, each with what follows it.
 */
final class Exchange {
  private static final Pattern WORD = Pattern.compile("\\w+");
  private static final Set<String> VARIABLES =
      Set.of("vm_list", "page_offset_base", "vmemmap_base", "pgdir_shift");

  private Exchange() {}

  /**
   * @param packets of the run
   */
  static String text(Facts facts, int cpus, long data, List<String> packets) {
    List<String> lines = new ArrayList<>();
    lines.add("version " + facts.version());
    lines.add("cpus " + cpus);
    lines.add("data " + Long.toHexString(data));
    lines.add("lru " + facts.lru());
    symbols(facts).forEach(symbol -> lines.add("symbol " + line(symbol)));
    facts.layouts().places().forEach((path, place) -> lines.add(line(place)));
    facts.layouts().missing().forEach(path -> lines.add("without " + path));
    lines.addAll(packets);
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private static List<Symbol> symbols(Facts facts) {
    Set<String> asked = new HashSet<>(VARIABLES);
    facts.points().points().stream()
        .flatMap(point -> point.spots().stream())
        .forEach(
            spot -> WORD.matcher(spot.toString()).results().forEach(m -> asked.add(m.group())));
    List<Symbol> some = new ArrayList<>();
    boolean isNext = false;
    for (Symbol symbol : facts.symbols().of("")) {
      boolean isAsked = asked.contains(symbol.name());
      if (isAsked || isNext) {
        some.add(symbol);
      }
      isNext = isAsked;
    }
    some.addAll(facts.symbols().of("kvm"));
    return some;
  }

  private static String line(Symbol symbol) {
    String module = symbol.module().isEmpty() ? "" : " [" + symbol.module() + "]";
    return "%016x %c %s%s".formatted(symbol.address(), symbol.type(), symbol.name(), module);
  }

  /** A place as a recording has it. */
  static String line(Place place) {
    String hops = place.hops().stream().map(hop -> " " + hop).collect(Collectors.joining());
    String sign = place.signed() ? "signed" : "unsigned";
    String type = place.type().isEmpty() ? "-" : place.type().replace(' ', '_');
    return "place %s %d %d %s %s%s"
        .formatted(place.path(), place.bit(), place.bits(), sign, type, hops);
  }
}
