package org.mmucheck.mutants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.mutants.Mutants.Plan;
import org.mmucheck.tlc.Limits;
import org.mmucheck.toy.TdpRootAdapter;
import org.mmucheck.workbench.Workbench;

class MutantsTest {
  private static final Set<Layer> ALL = EnumSet.allOf(Layer.class);

  @TempDir Path folder;
  private Workbench workbench;
  private List<Model> models;

  @BeforeEach
  void copySpec() throws IOException {
    Files.copy(Path.of("src/test/resources/specs/TdpRoot.tla"), folder.resolve("TdpRoot.tla"));
    Files.writeString(
        folder.resolve("models.json"),
        """
        {"checkDeadlock": false, "temporal": ["InvalidRootIsFreed"], "models": [
          {"name": "right", "says": "Right.", "with": {"Vcpu": ["v0", "v1"], "PutAfterZap": true},
           "holds": ["TypeOK", "ZapSeesLiveRoot", "RefcountHasOwners"], "states": 16, "depth": 6},
          {"name": "b", "says": "Wrong.", "like": "right", "with": {"PutAfterZap": false},
           "breaks": {"ZapSeesLiveRoot": {"steps": 2, "says": "Put before the zap."}}}
        ]}
        """);
    workbench = Workbench.open(folder, List.of(TdpRootAdapter.right()));
    models = workbench.catalog().models();
  }

  @Test
  void shouldTellWhichModelNoticesAfterHowManySteps() throws Exception {
    Tried tried = only("PutRoot", Change.UPDATE_DROPPED, "refcount - 1", ALL);
    assertThat(tried.isKilled()).isTrue();
    assertThat(tried.killer())
        .hasValueSatisfying(
            kill -> {
              assertThat(kill.layer()).isEqualTo(Layer.CHECK);
              assertThat(kill.says())
                  .contains("TdpRoot_right should succeed")
                  .contains("RefcountHasOwners after ")
                  .contains("PutRoot(v0)");
            });
  }

  @Test
  void shouldNoticeAnotherLengthOfTheCounterexample() throws Exception {
    Tried tried = only("ZapSeesLiveRoot", Change.PREMISE_DROPPED, "Owes(\"zap\")", ALL);
    assertThat(tried.isKilled()).isTrue();
  }

  @Test
  void shouldAskTheCodeWhatACountAloneTells() throws Exception {
    Tried tried = only("ZapRoot", Change.UPDATE_DROPPED, "Tail(zapper)", ALL);
    assertThat(tried.killer()).map(Kill::layer).contains(Layer.CONFORM);
    assertThat(tried.kills()).extracting(Kill::layer).contains(Layer.COUNT);
  }

  @Test
  void shouldListApartWhatACountAloneNotices() throws Exception {
    Set<Layer> withoutCode = EnumSet.of(Layer.CHECK, Layer.COUNT);
    Tried tried = only("ZapRoot", Change.UPDATE_DROPPED, "Tail(zapper)", withoutCode);
    assertThat(tried.isKilled()).isFalse();
    assertThat(tried.isCountedOnly()).isTrue();
  }

  /** Without an end to its states, TLC comes to no verdict on it, which is none. */
  @Test
  void shouldNotCountForKilledWhatNoLayerHasAVerdictOn() throws Exception {
    Plan plan = plan(Set.of(Layer.COUNT), Change.GUARD_DROPPED, "GetRoot", "v \\notin loaded");
    Plan hasty =
        new Plan(plan.layers(), false, Duration.ofMillis(1), plan.mostStates(), plan.wanted(), 1);
    Tried tried = Mutants.tryAll(workbench, models, hasty, each -> {}).tried().getFirst();

    assertThat(tried.isKilled()).isFalse();
    assertThat(tried.isSurvivor()).isFalse();
    assertThat(tried.isUnjudged()).isTrue();
    assertThat(tried.killer().orElseThrow().says()).contains("check does not end within 0 s");

    KindRow row = SpecRows.of("TdpRoot", List.of(tried), Reasons.in(folder)).getFirst();
    assertThat(row.killed()).isZero();
    assertThat(row.killers()).isEqualTo(Map.of(Layer.NO_VERDICT, 1));
    assertThat(row.left()).isEmpty();
    assertThat(row.unexplainedUnjudged()).hasSize(1);
    assertThat(row.isAsWanted()).as("nobody knows").isFalse();
  }

  @Test
  void shouldLeaveWhatNothingNotices() throws Exception {
    Tried tried = only("TypeOK", Change.CONJUNCT_DROPPED, "refcount \\in Int", ALL);
    assertThat(tried.isSurvivor()).isTrue();
  }

  @Test
  void shouldNotNoticeWhatMeansTheSame() throws Exception {
    List<Tried> cosmetic =
        Mutants.tryAll(workbench, models, plan(ALL, Change.COSMETIC, "Next", null), tried -> {})
            .tried();
    assertThat(cosmetic).isNotEmpty().allSatisfy(each -> assertThat(each.kills()).isEmpty());
    assertThat(cosmetic).allSatisfy(each -> assertThat(each.stillborn()).isNull());
  }

  @Test
  void shouldRefuseAReasonForWhatIsNoticed() throws Exception {
    Files.writeString(
        folder.resolve(Reasons.FILE),
        """
        {"survive": [
          {"in": "TypeOK", "change": "conjunct dropped", "why": "It says what the values are."},
          {"in": "PutRoot", "was": "refcount - 1", "why": "Nobody counts."}
        ]}
        """);
    Tried survivor = only("TypeOK", Change.CONJUNCT_DROPPED, "refcount \\in Int", ALL);
    Tried killed = only("PutRoot", Change.UPDATE_DROPPED, "refcount - 1", ALL);
    Reasons reasons = Reasons.in(folder);
    assertThat(reasons.why(survivor.mutant())).contains("It says what the values are.");
    assertThat(reasons.stale(List.of(survivor, killed)))
        .singleElement()
        .extracting(Reasons.Reason::in)
        .isEqualTo("PutRoot");
    KindRow row = SpecRows.of("TdpRoot", List.of(survivor, killed), reasons).getFirst();
    assertThat(row.isAsWanted()).as("the survivor has a reason").isTrue();
    assertThat(row.killed()).isEqualTo(1);
  }

  @Test
  void shouldSayWhichReasonIsMalformed() throws Exception {
    Files.writeString(
        folder.resolve(Reasons.FILE), "{\"survive\": [{\"in\": \"TypeOK\", \"wy\": \"x\"}]}");
    assertThatThrownBy(() -> Reasons.in(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("survive[0].wy: unknown field");
  }

  @Test
  void shouldRefuseAReasonThatIsAlsoForWhatIsNoticed() throws Exception {
    Tried survivor = only("TypeOK", Change.CONJUNCT_DROPPED, "refcount \\in Int", ALL);
    Tried killed = only("TypeOK", Change.MEMBERSHIP_TURNED, "\\in", ALL, 1);
    Files.writeString(
        folder.resolve(Reasons.FILE), "{\"survive\": [{\"in\": \"TypeOK\", \"why\": \"Types.\"}]}");
    Reasons reasons = Reasons.in(folder);
    assertThat(reasons.stale(List.of(survivor))).isEmpty();
    assertThat(reasons.stale(List.of(survivor, killed))).hasSize(1);
  }

  @Test
  void shouldTellApartWhatReadsAlike() throws Exception {
    Tried second = only("TypeOK", Change.MEMBERSHIP_TURNED, "\\in", Set.of(), 2);
    Files.writeString(
        folder.resolve(Reasons.FILE),
        """
        {"survive": [
          {"in": "TypeOK", "change": "membership turned", "nth": 1, "why": "One."},
          {"in": "TypeOK", "change": "membership turned", "nth": 2, "why": "Two."}
        ]}
        """);
    assertThat(Reasons.in(folder).why(second.mutant())).contains("Two.");
  }

  @Test
  void shouldAskTheCodeOfAWrongDesignLast() throws Exception {
    Tried tried =
        only("InvalidateRoot", Change.BRANCH_TAKEN, "PutAfterZap", Set.of(Layer.CONFORM), 1);
    assertThat(tried.mutant().replacement()).isEqualTo("TRUE");
    assertThat(tried.killer())
        .hasValueSatisfying(
            kill -> {
              assertThat(kill.layer()).isEqualTo(Layer.CONFORM);
              assertThat(kill.model()).isEqualTo("TdpRoot_b_ZapSeesLiveRoot");
            });
  }

  /** Past its mistake a wrong design may come where the spec makes no sense. */
  @Test
  void shouldNotAskTheCodeOfAWrongDesignThatCannotBeExplored() throws Exception {
    Path module = folder.resolve("TdpRoot.tla");
    String zap = "zapper # <<>> /\\ Head(zapper) = \"zap\"";
    String text = Files.readString(module);
    assertThat(text).contains(zap);
    Files.writeString(
        module, text.replace(zap, zap + " /\\ IF PutAfterZap THEN TRUE ELSE Freed = <<>>[1]"));
    workbench = Workbench.open(folder, List.of(TdpRootAdapter.right()));
    models = workbench.catalog().models();

    Tried tried =
        only("InvalidateRoot", Change.BRANCH_TAKEN, "PutAfterZap", Set.of(Layer.CONFORM), 1);
    assertThat(tried.stillborn()).isNull();
    assertThat(tried.kills()).isEmpty();
  }

  @Test
  void shouldNotAskARightDesignForAWeakerProperty() throws Exception {
    Tried tried = only("TypeOK", Change.CONJUNCT_DROPPED, "refcount \\in Int", ALL);
    assertThat(tried.mutant().weakens()).isTrue();
    assertThat(tried.asked()).as("models in which TypeOK breaks").isZero();
  }

  /** What a change leaves as it is needs no layer; also of fairness, which no graph shows. */
  @Test
  void shouldTellTheSameWithoutAskingWhereNothingIsExploredAnew() throws Exception {
    Path manifest = folder.resolve("models.json");
    String live =
        "{\"name\": \"live\", \"says\": \"It ends.\", \"like\": \"right\","
            + " \"holds\": [\"InvalidRootIsFreed\"]},";
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("{\"name\": \"b\"", live + "{\"name\": \"b\""));
    workbench = Workbench.open(folder, List.of(TdpRootAdapter.right()));
    Subject subject = Subject.of(workbench.catalog().models());
    MutantRun.Effort effort = new MutantRun.Effort(ALL, false, Duration.ofMinutes(2), 1_000);
    MutantRun quick = new MutantRun(workbench, subject, effort);
    Baselines blind =
        new Baselines(new Timed(effort.limit()), effort.mostStates()) {
          @Override
          boolean isSame(Baseline baseline, List<Model> changed) {
            return false;
          }
        };
    MutantRun thorough = new MutantRun(workbench, subject, effort, blind);

    int saved = 0;
    List<Mutant> explored =
        subject.mutants().stream()
            .filter(mutant -> subject.explored().contains(mutant.definition()))
            .toList();
    for (int i = 0; i < explored.size(); i += explored.get(i).name().equals("Spec") ? 1 : 9) {
      Mutant mutant = explored.get(i);
      Tried quickly = quick.run(mutant);
      Tried thoroughly = thorough.run(mutant);
      assertThat(quickly.kills()).as(mutant.line()).isEqualTo(thoroughly.kills());
      assertThat(quickly.stillborn()).as(mutant.line()).isEqualTo(thoroughly.stillborn());
      saved += thoroughly.asked() - quickly.asked();
    }
    assertThat(saved).isPositive();
  }

  @Test
  void shouldAskForWhatEachInstanceOfAModuleSubstitutes() throws Exception {
    Files.writeString(
        folder.resolve("Bounded.tla"),
        """
        ---- MODULE Bounded ----
        EXTENDS Naturals
        CONSTANT x
        Small == x < 4
        ====
        """);
    Files.writeString(
        folder.resolve("Twice.tla"),
        """
        ---- MODULE Twice ----
        EXTENDS Naturals
        VARIABLE n
        Spec == n = 0 /\\ [][n < 2 /\\ n' = n + 1]_n
        Same == n * 1
        More == n + 1
        Plain == INSTANCE Bounded WITH x <- Same
        Raised == INSTANCE Bounded WITH x <- More
        PlainSmall == Plain!Small
        RaisedSmall == Raised!Small
        ====
        """);
    Files.writeString(
        folder.resolve("models.json"),
        """
        {"checkDeadlock": false, "models": [
          {"name": "right", "module": "Twice", "says": "Right.", "with": {},
           "holds": ["PlainSmall", "RaisedSmall"], "states": 3, "depth": 3}
        ]}
        """);
    workbench = Workbench.open(folder, List.of());
    models = workbench.catalog().models();
    for (String substituted : List.of("Same", "More")) {
      Tried tried = only(substituted, Change.NUMBER_RAISED, "1", ALL);
      assertThat(tried.isKilled()).as(substituted).isTrue();
    }
  }

  @Test
  void shouldCountWhatTheTimeIsOverFor() throws Exception {
    Plan plan = plan(ALL, Change.UPDATE_DROPPED, "PutRoot", null);
    Plan late =
        new Plan(
            plan.layers(),
            false,
            plan.limit(),
            plan.mostStates(),
            plan.wanted(),
            1,
            Limits.of(Duration.ZERO, null));
    long wanted = Mutants.of(models).stream().filter(plan.wanted()).count();
    Mutants.Result result = Mutants.tryAll(workbench, models, late, each -> {});
    assertThat(result.tried()).isEmpty();
    assertThat(result.untried()).isEqualTo(wanted).isPositive();
  }

  @Test
  void shouldSpreadEachBeginningOverAll() {
    List<Integer> all = IntStream.range(0, 100).boxed().toList();
    List<Integer> spread = Spread.of(all);
    assertThat(spread).containsExactlyInAnyOrderElementsOf(all);
    for (int quarter = 0; quarter < 4; quarter++) {
      int from = 25 * quarter;
      assertThat(spread.subList(0, 20))
          .filteredOn(each -> each >= from && each < from + 25)
          .hasSizeBetween(4, 6);
    }
    assertThat(Spread.of(List.of())).isEmpty();
  }

  @Test
  void shouldMakeNoMutantTwice() {
    List<Mutant> mutants = Mutants.of(models);
    assertThat(mutants).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    assertThat(mutants)
        .extracting(Mutant::change)
        .contains(
            Change.CONJUNCT_DROPPED,
            Change.GUARD_DROPPED,
            Change.UPDATE_DROPPED,
            Change.DISJUNCT_DROPPED,
            Change.EQUAL_TO_AT_LEAST,
            Change.SET_OPERAND_DROPPED,
            Change.COSMETIC);
  }

  private Tried only(String definition, Change change, String was, Set<Layer> layers)
      throws InterruptedException {
    List<Tried> tried =
        Mutants.tryAll(workbench, models, plan(layers, change, definition, was), each -> {})
            .tried();
    assertThat(tried).as(definition + ": " + was).hasSize(1);
    return tried.getFirst();
  }

  /** Of those that read alike, the one with that number. */
  private Tried only(String definition, Change change, String was, Set<Layer> layers, int nth)
      throws InterruptedException {
    Plan plan = plan(layers, change, definition, was);
    Plan narrow =
        new Plan(
            layers,
            false,
            plan.limit(),
            plan.mostStates(),
            mutant -> plan.wanted().test(mutant) && mutant.nth() == nth,
            1);
    return Mutants.tryAll(workbench, models, narrow, each -> {}).tried().getFirst();
  }

  private static Plan plan(
      Set<Layer> layers, Change change, String definition, @Nullable String was) {
    return new Plan(
        layers,
        false,
        Duration.ofMinutes(2),
        1_000,
        mutant ->
            mutant.change() == change
                && mutant.name().equals(definition)
                && (was == null || mutant.was().equals(was)),
        1);
  }
}
