package org.mmucheck.model.inside;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmucheck.model.Race;

/**
 * The right designs again, with two switches of context. There are four million pairs of places, so
 * some are tried: of each thread a few, and for each of these a few of each other; {@code
 * -Dmmucheck.places=1000} tries all.
 */
@Tag("slow")
class TwoSwitchesTest {
  private static final int PLACES = Integer.getInteger("mmucheck.places", 2);

  static Stream<Arguments> rightDesigns() throws Exception {
    return RightDesigns.arguments((designs, number) -> Sample.of(PLACES, number));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rightDesigns")
  void shouldHoldWhereverTwoGoFirst(String test, String design, Sample of, Race.Round round)
      throws InterruptedException {
    assertThat(Cuts.reportsOfTwo(round, of)).as("%s of %s", design, test).isEmpty();
  }

  /** Designs in which nothing goes wrong with one switch. */
  @ParameterizedTest
  @CsvSource({"mmu.RootStressTest, AGE_PLAIN_WRITE", "mmu.ZapGfnRangeStressTest, V7E"})
  void shouldSeeWhatOneSwitchDoesNotShow(String test, String design) throws Exception {
    Race.Round round = MutantLoader.unchanged().wrongDesigns(test).get(design);
    assertThat(Cuts.searchWithTwo(round)).isNotEmpty();
  }
}
