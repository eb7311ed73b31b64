package org.mmucheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The libraries are those that the list of materials names; tools/sbom.sh makes it anew. */
class SbomTest {
  private static final Path SBOM = Path.of("../../docs/mmucheck.cdx.json");

  private static JsonNode sbom() {
    return JsonMapper.shared().readTree(SBOM);
  }

  /** The jars of other projects on the class path, those of the tests among them. */
  private static List<Path> libraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.toString().endsWith(".jar"))
        .filter(path -> !path.toString().contains("org" + File.separator + "mmucheck"))
        .filter(path -> !path.toString().contains(File.separator + "target" + File.separator))
        .filter(path -> !path.getFileName().toString().startsWith("surefire"))
        .toList();
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  /** Names of jars by the digests that the document gives them. */
  private static Map<String, String> listed() {
    Map<String, String> byHash = new HashMap<>();
    for (JsonNode component : sbom().get("components")) {
      for (JsonNode hash : component.get("hashes")) {
        byHash.put(
            hash.get("content").asString(),
            component.get("name").asString() + "-" + component.get("version").asString() + ".jar");
      }
    }
    return byHash;
  }

  private static void requireListed(Path library) throws Exception {
    assertThat(listed())
        .as("%s; tools/sbom.sh writes docs/mmucheck.cdx.json", library)
        .containsEntry(sha256(library), library.getFileName().toString());
  }

  @Test
  void shouldListEveryLibraryWithItsChecksum() throws Exception {
    assertThat(libraries()).hasSizeGreaterThan(20);
    for (Path library : libraries()) {
      requireListed(library);
    }
  }

  @Test
  void shouldNotTakeAnotherFileForALibrary(@TempDir Path folder) throws IOException {
    Path library = libraries().getFirst();
    Path other = folder.resolve(library.getFileName());
    byte[] bytes = Files.readAllBytes(library);
    bytes[bytes.length / 2] ^= 1;
    Files.write(other, bytes);
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> requireListed(other)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void shouldNameTheLicenceOfEveryLibrary() {
    for (JsonNode component : sbom().get("components")) {
      JsonNode licences = component.get("licenses");
      assertThat(licences).as(component.get("name").asString()).isNotEmpty();
      boolean isOurs = component.get("group").asString().equals("org.mmucheck");
      assertThat(component.get("hashes")).hasSize(isOurs ? 0 : 1);
    }
  }
}
