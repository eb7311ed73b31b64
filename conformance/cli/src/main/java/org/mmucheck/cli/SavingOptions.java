package org.mmucheck.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.SavedRun;
import org.mmucheck.tlc.Saving;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that save a run of TLC, so that another can go on with it. */
final class SavingOptions {
  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description =
          "Save the run of the one MODEL there now and then, and at a limit; what is saved is"
              + " deleted when there is a verdict.")
  @Nullable Path folder;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = LimitOptions.Time.class,
      description = "How often (default: ${DEFAULT-VALUE}).")
  Duration every;

  @Option(
      names = "--resume",
      description = "Go on with the run that --checkpoint has saved; begin if there is none.")
  boolean resume;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  SavingOptions() {}

  /**
   * Where the run of these models is saved; null if it is not.
   *
   * @param tla2tools the user's own TLC; null for the one built in
   * @throws ParameterException if it cannot be
   */
  @Nullable Saving of(List<Model> models, @Nullable Path tla2tools, CommandSpec command) {
    if (folder == null) {
      if (resume) {
        throw wrong(command, "--resume needs --checkpoint DIR, where the run is saved");
      }
      return null;
    }
    if (tla2tools != null) {
      throw wrong(command, "--checkpoint saves runs of the TLC that is built in, not --tla2tools");
    }
    if (models.size() != 1) {
      throw wrong(
          command,
          "--checkpoint saves the run of one model, not of " + models.size() + "; name it");
    }
    return new Saving(folder, resume, every);
  }

  /** Says what the run goes on with. */
  void tell(Console console) {
    Path saved = folder;
    if (saved == null || !resume) {
      return;
    }
    SavedRun.at(saved)
        .ifPresent(
            point ->
                console.error(
                    String.format(
                        Locale.ROOT,
                        "goes on with %,d states, %,d left, in %s",
                        point.distinct(),
                        point.left(),
                        Console.display(saved))));
  }

  private static ParameterException wrong(CommandSpec command, String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
