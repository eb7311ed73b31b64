package org.mmucheck.cli.kept;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the main job says of one protocol.
 *
 * @param name the folder that its modules stand in, or its module
 * @param at when it was judged: an instant to the minute, as ISO 8601 has it
 * @param models those that came out as expected
 * @param replayed the committed traces that conform
 * @param conformed the models that conform, and whose graph is the pinned one
 * @param fuzzed the right designs that passed
 * @param walked what the code was led through
 * @param engines whether the compiled engine finds what TLC finds
 * @param withoutCode modules that no code implements
 * @param lines one for each model
 * @param documents the same for programs
 */
public record JudgedProtocol(
    String name,
    String at,
    Share models,
    Share replayed,
    Share conformed,
    Share fuzzed,
    Walked walked,
    Engines engines,
    List<String> withoutCode,
    List<ModelLine> lines,
    Documents documents) {
  public JudgedProtocol {
    withoutCode = List.copyOf(withoutCode);
    lines = List.copyOf(lines);
  }

  /** How many of how many are as they should be. */
  public record Share(long good, long all) {
    /** {@code all 12}, or {@code 11 OF 12}; empty for none. */
    public String text() {
      return all == 0 ? "" : good == all ? "all " + all : good + " OF " + all;
    }

    public Share plus(Share other) {
      return new Share(good + other.good, all + other.all);
    }
  }

  /**
   * What conformance comes to; models that explore the same count once, but in {@code conforming}.
   *
   * @param conforming the models
   */
  public record Walked(
      Share conforming, long states, long pairs, long taken, long refused, long hidden) {
    public static final Walked NOTHING = new Walked(new Share(0, 0), 0, 0, 0, 0, 0);

    public Walked plus(Walked other) {
      return new Walked(
          conforming.plus(other.conforming),
          states + other.states,
          pairs + other.pairs,
          taken + other.taken,
          refused + other.refused,
          hidden + other.hidden);
    }
  }

  /**
   * How many models TLC and the compiled engine find the same in.
   *
   * @param leftToTlc those that break a temporal property
   * @param refused those that use what the compiled engine does not know
   * @param different those in which it finds something else
   */
  public record Engines(long equal, long leftToTlc, long refused, long different) {
    public static final Engines NOTHING = new Engines(0, 0, 0, 0);

    public Engines plus(Engines other) {
      return new Engines(
          equal + other.equal,
          leftToTlc + other.leftToTlc,
          refused + other.refused,
          different + other.different);
    }
  }

  /**
   * A model's line in a table.
   *
   * @param isGood whether all of it is as it should be
   */
  public record ModelLine(List<String> cells, boolean isGood) {
    public ModelLine {
      cells = List.copyOf(cells);
    }
  }

  /** The documents of the job's parts. */
  public record Documents(
      ObjectNode check, ObjectNode replay, ObjectNode conform, ObjectNode fuzz) {}
}
