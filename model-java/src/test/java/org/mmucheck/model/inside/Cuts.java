package org.mmucheck.model.inside;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mmucheck.model.Race;

/**
 * Rounds with one switch of context: each thread is cut at each place of the code, the first and
 * the last time that it comes there. One switch shows a step that looks first and writes then.
 * Rounds with two: one of the others is cut, too, and the first goes on before it. That shows what
 * goes wrong between what another does first and what it does then. What takes three, or the
 * reordering of a processor, neither shows.
 */
final class Cuts {
  private static final int TRIES = 3; // chance decides in the code, too
  private static final int SEARCHES = 5; // the others may be cut short, where a machine is busy

  private final Race.Round round;
  private final boolean twice;
  private final Sample sample;
  private int made;

  private Cuts(Race.Round round, boolean twice, Sample sample) {
    this.round = round;
    this.twice = twice;
    this.sample = sample;
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
    return reports(round, Sample.all());
  }

  /** The same of some of the cuts. */
  static Map<Cut, Set<String>> reports(Race.Round round, Sample of) throws InterruptedException {
    return new Cuts(round, false, of).all();
  }

  /** What rounds with two switches report, of some of the cuts with some of the second ones. */
  static Map<Cut, Set<String>> reportsOfTwo(Race.Round round, Sample of)
      throws InterruptedException {
    return new Cuts(round, true, of).all();
  }

  /** What rounds that are to report something do: looked for until they do, some times. */
  static Map<Cut, Set<String>> search(Race.Round round) throws InterruptedException {
    return search(round, false);
  }

  /** The same, with two switches. */
  static Map<Cut, Set<String>> searchWithTwo(Race.Round round) throws InterruptedException {
    return search(round, true);
  }

  private static Map<Cut, Set<String>> search(Race.Round round, boolean twice)
      throws InterruptedException {
    Map<Cut, Set<String>> found = Map.of();
    for (int search = 0; search < SEARCHES && found.isEmpty(); search++) {
      found = new Cuts(round, twice, Sample.all()).all();
    }
    return found;
  }

  private Map<Cut, Set<String>> all() throws InterruptedException {
    List<Integer> sizes = once(Cut.none(0, 0)).race.sizes();
    for (int run = 0; run < sizes.size(); run++) {
      for (int thread = 0; thread < sizes.get(run); thread++) {
        Cut none = Cut.none(run, thread);
        Outcome uncut = once(none);
        if (!uncut.found.isEmpty()) {
          return Map.of(none, uncut.found);
        }
        for (Cut cut : sample.of(at(uncut.race.places(thread), none, sizes.get(run) > 2))) {
          Map<Cut, Set<String>> found = at(cut);
          if (!found.isEmpty()) {
            return found;
          }
        }
      }
    }
    if (made == 0) {
      throw new IllegalStateException("no thread came to a cut");
    }
    return Map.of();
  }

  private Map<Cut, Set<String>> at(Cut cut) throws InterruptedException {
    if (twice) {
      return withOthersAt(cut);
    }
    Set<String> found = with(cut);
    return found.isEmpty() ? Map.of() : Map.of(cut, found);
  }

  private Map<Cut, Set<String>> withOthersAt(Cut cut) throws InterruptedException {
    CutRace alone = once(cut).race;
    int threads = alone.sizes().get(cut.run());
    for (int other = 0; other < threads; other++) {
      List<Integer> places = other == cut.thread() ? List.of() : distinct(alone.places(other));
      for (int place : sample.of(places)) {
        Cut both = cut.and(other, place);
        Set<String> found = with(both);
        if (!found.isEmpty()) {
          return Map.of(both, found);
        }
      }
    }
    return Map.of();
  }

  private static List<Integer> distinct(List<Integer> places) {
    return places.stream().distinct().sorted().toList();
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
