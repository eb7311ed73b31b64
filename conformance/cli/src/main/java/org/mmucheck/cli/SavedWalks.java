package org.mmucheck.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.mmucheck.catalog.Model;
import org.mmucheck.cli.kept.ProgramDigest;
import org.mmucheck.conform.Checkpoint;
import org.mmucheck.input.FolderLock;
import org.mmucheck.input.InputException;
import org.mmucheck.tlc.Limits;
import org.mmucheck.tlc.Saving;
import org.mmucheck.tlc.TraceMetas;
import org.mmucheck.tlc.UnfinishedException;
import org.mmucheck.trace.Trace;

/**
 * The walks of one check of conformance, which are saved in a folder of the user's now and then.
 * They are gone on with by the same program, spec and code only. The graph is explored anew.
 */
final class SavedWalks implements AutoCloseable {
  private static final String NAME = "walks";

  private final Session session;
  private final Saving saving;
  private final Limits limits;
  private final ProgressLine line;
  private final FolderLock lock;

  /**
   * @throws InputException if the folder holds a saved run that the user did not ask to go on with,
   *     or another run is being saved there
   */
  SavedWalks(Session session, Saving saving, Limits limits, ProgressLine line) {
    this.session = session;
    this.saving = saving;
    this.limits = limits;
    this.line = line;
    this.lock = FolderLock.of(saving.folder());
    if (isThere() && !saving.resume()) {
      lock.close();
      throw wrong("holds a saved run; --resume goes on with it, or delete it");
    }
  }

  /** The walks of the model's check; says what the check goes on with. */
  Checkpoint of(Model model, String graph) {
    Trace.Meta meta = TraceMetas.of(model, "", "");
    String check =
        String.join(
            "\n",
            ProgramDigest.now(session.common.classpath),
            model.name(),
            meta.modulesSha256(),
            meta.configSha256(),
            graph);
    KeptCheckpoint checkpoint =
        new KeptCheckpoint(
            file(), check, model.name(), line, new KeptCheckpoint.Pace(saving.every(), limits));
    if (isThere()) {
      Checkpoint.Done last =
          checkpoint
              .last()
              .orElseThrow(
                  () ->
                      wrong(
                          "holds a saved run of another model, or of this one as it was then: the"
                              + " modules, the code or the tool have changed; take another folder,"
                              + " or delete it"));
      session.console.error(
          String.format(
              Locale.ROOT,
              "goes on with %,d transitions taken, in %s",
              last.transitions(),
              Console.display(saving.folder())));
    }
    return checkpoint;
  }

  /** Walks that are not saved, and end at a limit. */
  static Checkpoint within(Limits limits) {
    return new Checkpoint() {
      @Override
      public Optional<Done> last() {
        return Optional.empty();
      }

      @Override
      public void reached(int taken, int transitions, Supplier<Done> done) {
        if (limits.isOver() && taken < transitions) {
          throw UnfinishedException.walked(taken, transitions);
        }
      }

      @Override
      public boolean isOver() {
        return limits.isOver();
      }

      @Override
      public void ended() {}
    };
  }

  private Path file() {
    return saving.folder().resolve(NAME);
  }

  private boolean isThere() {
    return Files.exists(file());
  }

  private InputException wrong(String why) {
    return new InputException(saving.folder().toString(), "", why);
  }

  @Override
  public void close() {
    lock.close();
  }
}
