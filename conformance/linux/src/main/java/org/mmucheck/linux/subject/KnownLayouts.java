package org.mmucheck.linux.subject;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.mmucheck.linux.kernel.Layouts;
import org.mmucheck.linux.kernel.NoSuchFieldInKernelException;
import org.mmucheck.linux.kernel.Place;

/** Layouts that remember what they were asked for, as the same few places are at every step. */
final class KnownLayouts implements Layouts {
  private final Layouts layouts;
  private final Map<String, Place> places = new TreeMap<>();
  private final Set<String> missing = new TreeSet<>();

  KnownLayouts(Layouts layouts) {
    this.layouts = layouts;
  }

  @Override
  public Place place(String path) {
    Place known = places.get(path);
    if (known == null) {
      try {
        known = layouts.place(path);
      } catch (NoSuchFieldInKernelException e) {
        missing.add(path);
        throw e;
      }
      places.put(path, known);
    }
    return known;
  }

  @Override
  public List<String> parameters(String function) {
    return layouts.parameters(function);
  }

  /** What has been asked for, by path. */
  Map<String, Place> places() {
    return Collections.unmodifiableMap(places);
  }

  /** What has been asked for and this kernel does not have. */
  Set<String> missing() {
    return Collections.unmodifiableSet(missing);
  }
}
