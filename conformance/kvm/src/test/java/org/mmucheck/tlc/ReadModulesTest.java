package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.catalog.Catalog;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.trace.Trace;

/** What a trace says of the modules that it was made of. */
class ReadModulesTest {
  private static final Path SPEC = Path.of("..", "..", "spec");

  @TempDir Path folder;

  @Test
  void shouldKnowTheModulesThatAreReadInTurn() {
    Source inductive = Catalog.load(SPEC).find("NotifierFaultInductive_V6").getFirst().source();

    assertThat(ReadModules.of(inductive).names())
        .containsExactly("NotifierFault", "NotifierFaultInductive", "SecondaryMmu");
    assertThat(ReadModules.of(inductive).others()).containsExactly("NotifierFault", "SecondaryMmu");
  }

  @Test
  void shouldNotTakeTheWordsOfACommentOrStringForModules() throws Exception {
    Files.writeString(folder.resolve("Other.tla"), "");
    Files.writeString(folder.resolve("Second.tla"), "(* EXTENDS Third *)");
    Files.writeString(folder.resolve("Third.tla"), "");
    Files.writeString(
        folder.resolve("Main.tla"),
        """
        EXTENDS Naturals,
          Second \\* INSTANCE Other
        x == "INSTANCE Other"
        """);

    assertThat(ReadModules.of(new Source(folder, "Main", "")).names())
        .containsExactly("Main", "Second");
  }

  @Test
  void shouldTellThatAModuleThatIsReadIsAnother() throws Exception {
    Path copy = folder.resolve("NotifierFault");
    Files.createDirectories(copy);
    for (String name :
        List.of(
            "NotifierFault.tla", "NotifierFaultInductive.tla", "SecondaryMmu.tla", "models.json")) {
      Files.copy(SPEC.resolve("NotifierFault").resolve(name), copy.resolve(name));
    }
    Model model = Catalog.load(folder).find("NotifierFault_V6").getFirst();
    Trace.Meta meta = TraceMetas.of(model, "P", "");
    assertThat(TraceMetas.changes(meta, model)).isEmpty();

    Files.writeString(
        copy.resolve("SecondaryMmu.tla"),
        Files.readString(copy.resolve("SecondaryMmu.tla"))
            .replace("told' \\cap reach = {}", "TRUE"));

    assertThat(TraceMetas.changes(meta, model))
        .containsExactly(
            "a module that NotifierFault.tla reads is not the one that the trace was made of:"
                + " SecondaryMmu");
  }
}
