package org.mmucheck.model.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmucheck.model.Race;

/**
 * The right designs again, whole operations at once, but with one switch of context at each place
 * of the code: what free-running threads meet once in a thousand rounds is met in one. Where a
 * stress test has four designs or more, which share their code, each is cut at every fourth place,
 * one beginning where the other does not; {@code -Dmmucheck.everyCut=1} cuts each at all.
 */
@Tag("slow")
class OneSwitchTest {
  private static final int EVERY = Integer.getInteger("mmucheck.everyCut", 4);

  static Stream<Arguments> rightDesigns() throws Exception {
    return RightDesigns.arguments(
        (designs, number) -> designs < EVERY ? Sample.all() : Sample.every(EVERY, number));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rightDesigns")
  void shouldHoldWhereverOthersGoFirst(String test, String design, Sample of, Race.Round round)
      throws InterruptedException {
    assertThat(Cuts.reports(round, of)).as("%s of %s", design, test).isEmpty();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(
            "gmem.GmemStressTest",
            "V7_3, round 1",
            new Mutation("sync.Srcu", "begin", Mutation.Kind.WAITS_FOR_NOBODY)),
        arguments(
            "tables.TreeStressTest",
            "V5_18",
            new Mutation("mmu.SpteTable", "compareAndSet", Mutation.Kind.LOOKS_THEN_WRITES)));
  }

  @ParameterizedTest(name = "{2} in {0} {1}")
  @MethodSource("mistakes")
  void shouldSeeWhatGoesWrongInsideAStep(String test, String design, Mutation mistake)
      throws Exception {
    Race.Round round = MutantLoader.with(mistake).rightDesigns(test).get(design);
    assertThat(Cuts.search(round)).isNotEmpty();
  }
}
