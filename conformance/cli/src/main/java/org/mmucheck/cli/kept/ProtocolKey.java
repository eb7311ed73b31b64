package org.mmucheck.cli.kept;

import java.nio.file.Path;
import java.util.Map;

/**
 * A digest of all that decides what is found of a protocol: the program, every file in the folder
 * of its modules, and its committed traces. Where one of them differs, so does the digest.
 */
public final class ProtocolKey {
  private ProtocolKey() {}

  /**
   * @param program of {@link ProgramDigest}
   * @param shown how messages name the folders of specs and of traces from where the user is
   * @param folder with the modules and their manifest
   * @param traces by the names of their models, whether they are there or not
   */
  public static String of(String program, String shown, Path folder, Map<String, Path> traces) {
    ContentLines lines = new ContentLines();
    lines.add("program", program);
    lines.add("shown", shown);
    lines.addAll("spec", folder);
    traces.forEach(lines::add);
    return lines.digest();
  }
}
