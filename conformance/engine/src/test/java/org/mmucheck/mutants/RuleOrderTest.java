package org.mmucheck.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;

class RuleOrderTest {
  @TempDir Path folder;
  private Subject subject;

  @BeforeEach
  void makeSpec() throws Exception {
    Files.writeString(
        folder.resolve("Rules.tla"),
        """
        ---- MODULE Rules ----
        EXTENDS Integers
        CONSTANTS Most, A, B
        VARIABLE n
        Up == /\\ n < Most
              /\\ n' = IF A THEN n + 1 ELSE n
        Down == /\\ n > 0 /\\ B
                /\\ n' = n - 1
        Init == n = 0
        Next == Up \\/ Down
        Spec == Init /\\ [][Next]_n
        Small == n <= Most
        ====
        """);
    Files.writeString(
        folder.resolve("models.json"),
        """
        {"checkDeadlock": false, "models": [
          {"name": "one", "says": "1.", "with": {"Most": 1, "A": true, "B": true},
           "holds": ["Small"], "states": 2},
          {"name": "two", "says": "2.", "like": "one", "with": {"Most": 2}, "holds": ["Small"],
           "states": 3},
          {"name": "b", "says": "3.", "like": "one", "with": {"Most": 3, "B": false},
           "holds": ["Small"], "states": 4},
          {"name": "a", "says": "4.", "like": "one", "with": {"Most": 4, "A": false},
           "holds": ["Small"], "states": 1}
        ]}
        """);
    subject = Subject.of(Catalog.load(folder).models());
  }

  @Test
  void shouldAskFirstWhereARuleOfTheChangeIsUnusual() {
    assertThat(order("Up", "A")).containsExactly("Rules_a", "Rules_one", "Rules_two", "Rules_b");
    assertThat(order("Down", "B")).containsExactly("Rules_b", "Rules_a", "Rules_one", "Rules_two");
  }

  @Test
  void shouldAskNextWhereARuleOfTheDefinitionIs() {
    assertThat(order("Down", ">")).startsWith("Rules_b");
    assertThat(order("Small", "<=")).startsWith("Rules_a", "Rules_one");
  }

  private List<String> order(String definition, String was) {
    Mutant mutant =
        subject.mutants().stream()
            .filter(each -> each.name().equals(definition) && each.was().equals(was))
            .findFirst()
            .orElseThrow();
    return new RuleOrder(subject.spaces(), subject.definitions())
        .of(mutant).stream().map(List::getFirst).map(Model::name).toList();
  }
}
