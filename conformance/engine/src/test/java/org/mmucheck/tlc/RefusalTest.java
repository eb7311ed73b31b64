package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Refusal;
import org.mmucheck.spec.State;

class RefusalTest {
  private static TlcSpec gates;

  @BeforeAll
  static void open() {
    gates = Specs.open(TestSpecs.model("Gates", "Gates"));
  }

  @AfterAll
  static void close() {
    gates.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      textBlock =
          """
          Compare § Gates.tla:15 pc[t] # "Idle" {pc[t]="Idle", t=a}
          Call    § Gates.tla:9 pc[t] = step {pc[t]="Idle", t=a, step="Gone"}
          Within  § Gates.tla:12 ~Bolted(2) {Bolted(2)=TRUE}
          Let     § Gates.tla:18 wanted < 3 {wanted=3}
          If      § Gates.tla:19 queue # <<>> {queue=<<>>}
          Case    § Gates.tla:20 Len(queue) > 5 {Len(queue)=0}
          Implied § Gates.tla:24 queue # <<>> {queue=<<>>}
          Field   § Gates.tla:29 [name |-> t].name # t {[name |-> t].name=a, t=a}
          """)
  void shouldNameTheConjunctThatIsFalse(String action, String refusal) {
    assertThat(oneLine(refusal(action))).isEqualTo(refusal);
    assertThat(refusal(action).parts()).isEmpty();
  }

  @Test
  void shouldSayWhyEachInstanceFails() {
    assertThat(oneLine(refusal("Some")))
        .startsWith("Gates.tla:21 \\E n \\in bolts : n > 4 /\\")
        .endsWith("{}");
    assertThat(parts("Some"))
        .containsExactly("Gates.tla:21 n > 4 {n=1}", "Gates.tla:21 n > 4 {n=2}");
  }

  @Test
  void shouldSayThatThereIsNoInstance() {
    assertThat(oneLine(refusal("NoneThere")))
        .isEqualTo("Gates.tla:22 \\E n \\in bolts \\ {1, 2} : Stay {bolts \\ {1, 2}={}}");
    assertThat(parts("NoneThere")).isEmpty();
  }

  @Test
  void shouldNameTheInstanceOfWhichAllIsFalse() {
    assertThat(oneLine(refusal("All"))).isEqualTo("Gates.tla:23 \\A n \\in bolts : n < 2 {}");
    assertThat(parts("All")).containsExactly("Gates.tla:23 n < 2 {n=2}");
  }

  @Test
  void shouldSayWhyEachDisjunctFails() {
    assertThat(oneLine(refusal("Either")))
        .isEqualTo("Gates.tla:25 Is(t, \"A\") \\/ Is(t, \"B\") {}");
    assertThat(parts("Either"))
        .containsExactly(
            "Gates.tla:9 pc[t] = step {pc[t]=\"Idle\", t=a, step=\"A\"}",
            "Gates.tla:9 pc[t] = step {pc[t]=\"Idle\", t=a, step=\"B\"}");
    assertThat(parts("Two")).as("two actions for TLC").hasSize(2);
  }

  @Test
  void shouldSayThatPrimesAreToBlame() {
    assertThat(refusal("Nowhere").text())
        .isEqualTo("no next state satisfies the conjuncts with primes");
    assertThat(refusal("Nowhere").place()).isEqualTo("Gates.tla:26");
  }

  @Test
  void shouldRefuseNothingThatIsEnabled() {
    assertThat(gates.refusal(first(gates), action("Open"))).isEmpty();
  }

  /** In every state: a reason where, and only where, there is no next state. */
  @Test
  void shouldFindTheGuardOfEveryRefusalOfARoot() {
    try (TlcSpec root = Specs.open(TestSpecs.model("TdpRoot", "TdpRoot"))) {
      Set<State> seen = new HashSet<>();
      Deque<State> open = new ArrayDeque<>(List.of(first(root)));
      int refused = 0;
      while (!open.isEmpty()) {
        State state = open.pop();
        if (!seen.add(state)) {
          continue;
        }
        for (ActionInstance action : root.actions()) {
          List<State> next = root.next(state, action);
          Optional<Refusal> refusal = root.refusal(state, action);
          assertThat(refusal.isEmpty()).as(action + " in\n" + state).isEqualTo(!next.isEmpty());
          refusal.ifPresent(
              reason -> assertThat(reason.values()).as(action + " in\n" + state).isNotEmpty());
          refused += refusal.isPresent() ? 1 : 0;
          open.addAll(next);
        }
      }
      assertThat(refused).isEqualTo(80);
    }
  }

  private static List<String> parts(String action) {
    return refusal(action).parts().stream().map(RefusalTest::oneLine).toList();
  }

  private static String oneLine(Refusal refusal) {
    return refusal.place()
        + " "
        + refusal.text()
        + refusal.values().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(", ", " {", "}"));
  }

  private static Refusal refusal(String action) {
    return gates.refusal(first(gates), action(action)).orElseThrow();
  }

  private static ActionInstance action(String name) {
    return gates.actions().stream().filter(a -> a.action().equals(name)).findFirst().orElseThrow();
  }

  private static State first(TlcSpec spec) {
    return spec.initialStates().getFirst();
  }
}
