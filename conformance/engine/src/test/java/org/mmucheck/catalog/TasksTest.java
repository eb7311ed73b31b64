package org.mmucheck.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmucheck.input.InputException;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** Who takes an action, as the manifest says. */
class TasksTest {
  @TempDir private Path folder;

  @Test
  void shouldTakeTheFirstArgumentWhereTheManifestSaysNothing() {
    assertThat(Tasks.of(folder).of(send())).isEqualTo(Value.of("hello"));
    assertThat(Tasks.FIRST.of(new ActionInstance("Tick", Map.of()))).isNull();
  }

  @Test
  void shouldTakeParameterByItsNameOrPosition() throws IOException {
    assertThat(said("{\"Send\": \"n\"}").of(send())).isEqualTo(Value.of("n1"));
    assertThat(said("{\"Send\": 2}").of(send())).isEqualTo(Value.of("n1"));
    assertThat(said("{\"*\": \"n\"}").of(send())).isEqualTo(Value.of("n1"));
    assertThat(said("{\"Tick\": null, \"*\": 2}").of(send())).isEqualTo(Value.of("n1"));
    assertThat(said("{\"Send\": null}").of(send())).isNull();
    assertThat(said("{\"Send\": 0, \"*\": 1}").of(send())).isNull();
  }

  @Test
  void shouldTakeParameterOfToolThatNumbersThem() throws IOException {
    Map<String, Value> numbered = new LinkedHashMap<>();
    numbered.put("1", Value.of("hello"));
    numbered.put("2", Value.of("n1"));
    assertThat(said("{\"Send\": \"n\"}").of(new ActionInstance("Send", numbered)))
        .isEqualTo(Value.of("n1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"Sent": "n"}  | task.Sent: no module here defines 'Sent'; did you mean Send?
          {"Send": "m"}  | task.Send: Send has no parameter 'm'; it has what, n
          {"Send": 3}    | task.Send: Send has 2 parameters, not 3
          {"Tick": "n"}  | task.Tick: Tick has no parameter 'n'; it has none
          {"*": "m"}     | task.*: no operator has a parameter 'm'
          {"Send": true} | task.Send: must be a parameter's name, its position from 1, or null
          {}             | task: says nothing
          7              | task: must be an object
          """)
  void shouldRefuseWrongNamesWithTheirPlace(String task, String message) {
    assertThatThrownBy(() -> said(task))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(folder.resolve("models.json") + ": " + message);
    assertThatThrownBy(() -> Catalog.load(folder))
        .as("whatever the command")
        .hasMessageContaining(message);
  }

  private Tasks said(String task) throws IOException {
    Files.writeString(
        folder.resolve("Post.tla"),
        """
        ---- MODULE Post ----
        VARIABLE x
        Send(what, n) ==
          x' = n
        Tick == x' = 0
        ====
        """);
    Files.writeString(
        folder.resolve("models.json"),
        "{\"task\": %s, \"models\": [{\"id\": \"a\", \"holds\": [\"Good\"]}]}".formatted(task));
    return Tasks.of(folder);
  }

  private static ActionInstance send() {
    Map<String, Value> args = new LinkedHashMap<>();
    args.put("what", Value.of("hello"));
    args.put("n", Value.of("n1"));
    return new ActionInstance("Send", args);
  }
}
