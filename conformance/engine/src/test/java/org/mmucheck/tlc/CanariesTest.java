package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;

/** What TLC is known to get wrong, and where a spec is written so. */
class CanariesTest {
  @TempDir private Path folder;

  @Test
  void shouldTellWhatTheBuiltInTlcGetsWrong() throws Exception {
    assertThat(Canaries.mistakes(null)).containsExactly(KnownMistake.values());
  }

  @Test
  void shouldAskAnotherTlcLikewise() throws Exception {
    assertThat(Canaries.mistakes(TlcJar.path())).containsExactly(KnownMistake.values());
  }

  /** Written so that TLC 2.18 gets it right, each is worth its states. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '%',
      value = {
        "CONSTRUCTOR % Tail([[i \\in 1..3 |-> n] EXCEPT ![2] = 7])[1] % 7",
        "INDEX % DOMAIN prices = Names % TRUE",
        "INSTANCE % ~Ticket!CanTake % TRUE",
      })
  void shouldTellATlcThatIsRight(KnownMistake mistake, String wrong, String right)
      throws Exception {
    String text = Canaries.read("Canaries");
    assertThat(text).contains(wrong);
    assertThat(Canaries.asked(null, text.replace(wrong, right)))
        .hasSize(KnownMistake.values().length - 1)
        .doesNotContain(mistake);
  }

  private List<Suspect> suspects(String definition) throws IOException {
    Files.writeString(
        folder.resolve("Written.tla"),
        """
        ---- MODULE Written ----
        EXTENDS Naturals, Sequences, TLC
        VARIABLES f, s
        Zeroes == [i \\in 1..3 |-> 0]
        Key(k) == [i \\in {1} |-> k]
        %s
        Init == f = Zeroes /\\ s = <<>>
        Next == UNCHANGED <<f, s>>
        ====
        """
            .formatted(definition));
    Source source = new Source(folder, "Written", "INIT Init\nNEXT Next\n");
    return Suspects.in(Model.of("Written", source).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '%',
      value = {
        "CONSTRUCTOR % 6 % Tail([Zeroes EXCEPT ![1] = 1])",
        "CONSTRUCTOR % 1 % [[i \\in 1..3 |-> 0] EXCEPT ![1] = 1]",
        "CONSTRUCTOR % 1 % [(LET g == 1 IN [i \\in 1..3 |-> g]) EXCEPT ![1] = 1]",
        "CONSTRUCTOR % 1 % [[Zeroes EXCEPT ![1] = 1] EXCEPT ![2] = 1]",
        "INDEX % 13 % [f EXCEPT ![Key(1)] = 1]",
        "INDEX % 16 % [f EXCEPT ![1][[i \\in {1} |-> 2]] = 1]",
        "INSTANCE % 1 % SelectSeq(s, LAMBDA e : e # s')",
        "INSTANCE % 6 % s' = SortSeq(s, LAMBDA a, b : a < b + Len(s'))",
      })
  void shouldFindWhereItMatters(KnownMistake mistake, int column, String written)
      throws IOException {
    String before = "Here == ";
    assertThat(suspects(before + written))
        .contains(new Suspect(mistake, "Written", 6, before.length() + column));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '%',
      value = {
        "[f EXCEPT ![1] = Zeroes]",
        "[f EXCEPT ![f[1]] = 1]",
        "SelectSeq(s, LAMBDA e : e # s)",
        "Tail(Zeroes)",
      })
  void shouldLeaveTheRestAlone(String written) throws IOException {
    assertThat(suspects("Here == " + written)).isEmpty();
  }

  @Test
  void shouldSayItInOneLine() throws Exception {
    suspects("Here == Tail([Zeroes EXCEPT ![1] = 1])");
    Model model =
        Model.of("Written", new Source(folder, "Written", "INIT Init\nNEXT Next\n")).build();
    EngineReport report = EngineReport.of(List.of(model, model), null);
    assertThat(report.line())
        .isEqualTo(
            "the built-in TLC is wrong on 3 of 3 canaries (tlaplus#1145, #1302, #725); written so"
                + " here: 1");
    assertThat(EngineReport.of(List.of(), null).line()).endsWith("no module here is written so");
  }
}
