package org.mmucheck.tlc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;

/**
 * A spec on which a TLC with known mistakes counts fewer states than there are, so that a check can
 * say what the TLC that it used gets wrong. Each TLC is asked once in a process.
 */
public final class Canaries {
  private static final String FOLDER = "canaries/";
  private static final String MODULE = "Canaries";
  private static final String CONFIG =
      "INIT Init\nNEXT Next\nINVARIANT Counted\nCHECK_DEADLOCK FALSE\n";
  private static final Path BUILT_IN = Path.of("");
  private static final Map<Path, List<KnownMistake>> KNOWN = new ConcurrentHashMap<>();

  private Canaries() {}

  /**
   * What a TLC gets wrong.
   *
   * @param tla2tools the user's own; null for the one built in
   * @throws TlcException if it cannot check the canaries at all
   * @throws InterruptedException if the calling thread is interrupted; the run has ended then
   */
  public static List<KnownMistake> mistakes(@Nullable Path tla2tools) throws InterruptedException {
    Path key = tla2tools == null ? BUILT_IN : tla2tools.toAbsolutePath();
    List<KnownMistake> known = KNOWN.get(key);
    if (known == null) {
      known = asked(tla2tools, read(MODULE));
      KNOWN.put(key, known);
    }
    return known;
  }

  /**
   * @param text of the module
   */
  static List<KnownMistake> asked(@Nullable Path tla2tools, String text)
      throws InterruptedException {
    try (ScratchDir scratch = new ScratchDir()) {
      Files.writeString(scratch.path().resolve(MODULE + ".tla"), text);
      Files.writeString(scratch.path().resolve("CanaryTicket.tla"), read("CanaryTicket"));
      Model model = Model.of(MODULE, new Source(scratch.path(), MODULE, CONFIG)).build();
      TlcResult result =
          tla2tools == null
              ? TlcRunner.run(model, TlcOptions.oneWorker())
              : new ExternalTlc(tla2tools).check(model, TlcOptions.oneWorker());
      long right = result.distinctStates() - 1;
      return Stream.of(KnownMistake.values())
          .filter(mistake -> (right & mistake.states()) == 0)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of one of the modules. */
  static String read(String module) {
    try (InputStream in = Canaries.class.getResourceAsStream(FOLDER + module + ".tla")) {
      return new String(
          Objects.requireNonNull(in).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
