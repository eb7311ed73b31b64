package org.mmucheck.model.inside;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mmucheck.model.Race;

/**
 * Rounds with one switch of context: each thread is cut at each place of the code, the first and
 * the last time that it comes there. One switch shows a step that looks first and writes then; what
 * takes two, or the reordering of a processor, it does not show.
 */
final class Cuts {
  private static final int TRIES = 3; // chance decides in the code, too
  private static final int SEARCHES = 5; // the others may be cut short, where a machine is busy

  private final Race.Round round;
  private final int every;
  private final int first;
  private int made;

  private Cuts(Race.Round round, int every, int first) {
    this.round = round;
    this.every = every;
    this.first = first;
  }

  /** Of one round with one cut: what it reported, and where the race had come by. */
  private record Outcome(Set<String> found, CutRace race) {}

  /**
   * What such rounds report, by the first cut that shows it.
   *
   * @return empty if none reports anything
   * @throws IllegalStateException if no thread comes to a cut: then nothing was tried
   */
  static Map<Cut, Set<String>> reports(Race.Round round) throws InterruptedException {
    return reports(round, 1, 0);
  }

  /**
   * The same of some of the cuts.
   *
   * @param every how many cuts one is taken of
   * @param first which, from 0
   */
  static Map<Cut, Set<String>> reports(Race.Round round, int every, int first)
      throws InterruptedException {
    return new Cuts(round, every, first % every).all();
  }

  /** The same, for rounds that are to report something: looked for until they do, some times. */
  static Map<Cut, Set<String>> search(Race.Round round) throws InterruptedException {
    Map<Cut, Set<String>> found = Map.of();
    for (int search = 0; search < SEARCHES && found.isEmpty(); search++) {
      found = reports(round);
    }
    return found;
  }

  private Map<Cut, Set<String>> all() throws InterruptedException {
    List<Integer> sizes = once(Cut.none(0, 0)).race.sizes();
    int number = first;
    for (int run = 0; run < sizes.size(); run++) {
      for (int thread = 0; thread < sizes.get(run); thread++) {
        Cut none = Cut.none(run, thread);
        Outcome uncut = once(none);
        if (!uncut.found.isEmpty()) {
          return Map.of(none, uncut.found);
        }
        for (Cut cut : at(uncut.race.places(), none, sizes.get(run) > 2)) {
          Set<String> found = number++ % every == 0 ? with(cut) : Set.of();
          if (!found.isEmpty()) {
            return Map.of(cut, found);
          }
        }
      }
    }
    if (made == 0) {
      throw new IllegalStateException("no thread came to a cut");
    }
    return Map.of();
  }

  /** The cuts of a thread that came by these places. */
  private static List<Cut> at(List<Integer> places, Cut none, boolean bothWays) {
    Map<Integer, Integer> visits = new TreeMap<>();
    places.forEach(place -> visits.merge(place, 1, Integer::sum));
    List<Cut> cuts = new ArrayList<>();
    visits.forEach(
        (place, last) -> {
          cuts.add(none.at(place, 1, false));
          if (bothWays) {
            cuts.add(none.at(place, 1, true));
          }
          if (last > 1) {
            cuts.add(none.at(place, last, bothWays));
          }
        });
    return cuts;
  }

  private Set<String> with(Cut cut) throws InterruptedException {
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Outcome outcome = once(cut);
      made += outcome.race.isCut() ? 1 : 0;
      if (!outcome.found.isEmpty() || outcome.race.isCut()) {
        return outcome.found;
      }
    }
    return Set.of();
  }

  private Outcome once(Cut cut) throws InterruptedException {
    try (CutRace race = new CutRace(cut)) {
      return new Outcome(found(race), race);
    }
  }

  private Set<String> found(CutRace race) throws InterruptedException {
    try {
      return round.of(race, 0);
    } catch (AssertionError failed) {
      return Set.of(failed + " by " + failed.getCause());
    }
  }
}
