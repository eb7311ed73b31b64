package org.mmucheck.cli.kept;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.mmucheck.file.AtomicFile;
import org.mmucheck.file.Sha256;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Protocols of which everything was as it should be, a file each: the key of all that decides that,
 * the digest of what follows, and what was found. A file that is not whole, or of another key, is
 * as good as none.
 */
public final class KeptProtocols {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ENDING = ".judged";

  private final Path folder;

  /**
   * @param folder made when something is kept
   */
  public KeptProtocols(Path folder) {
    this.folder = folder;
  }

  /** What was found of the protocol when everything was as {@code key} says. */
  public Optional<JudgedProtocol> find(String protocol, String key) {
    try {
      String[] parts = Files.readString(file(protocol)).split("\n", 3);
      boolean isOurs =
          parts.length == 3 && parts[0].equals(key) && parts[1].equals(Sha256.of(parts[2]));
      return isOurs
          ? Optional.of(JSON.readValue(parts[2], JudgedProtocol.class))
          : Optional.empty();
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }

  /**
   * Keeps what was found. Where that cannot be written the next run finds it anew, which is no
   * reason for this one to fail.
   */
  public void keep(JudgedProtocol judged, String key) {
    String body = JSON.writeValueAsString(judged);
    String digest = Sha256.of(body);
    try {
      AtomicFile.write(
          file(judged.name()),
          (key + "\n" + digest + "\n" + body).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // a read-only copy of the project
    }
  }

  private Path file(String protocol) {
    return folder.resolve(protocol + ENDING);
  }
}
