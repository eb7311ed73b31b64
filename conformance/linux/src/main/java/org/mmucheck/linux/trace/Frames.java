package org.mmucheck.linux.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mmucheck.value.Value;

/**
 * The guest frames and host pages of a run as the spec's small numbers. Frames keep their order, so
 * that a range of frames is a range of numbers; frames that nothing touches have none.
 */
final class Frames {
  private final NavigableSet<Long> gfns = new TreeSet<>();
  private final TreeMap<Long, Integer> pages = new TreeMap<>();

  void touch(long gfn) {
    gfns.add(gfn);
  }

  boolean has(long gfn) {
    return gfns.contains(gfn);
  }

  int count() {
    return gfns.size();
  }

  int pages() {
    return pages.size();
  }

  Value number(long gfn) {
    return Value.of(index(gfn));
  }

  int index(long gfn) {
    return gfns.headSet(gfn, false).size();
  }

  /** The number of a page, the next one if it is new. */
  Value page(long pfn) {
    return Value.of(pages.computeIfAbsent(pfn, key -> pages.size() + 1));
  }

  /** For people: the frames by their numbers. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    gfns.forEach(gfn -> names.add(names.size() + " = gfn 0x" + Long.toHexString(gfn)));
    return names;
  }
}
