package org.mmucheck.linux.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A kernel's first root file system, in the only format that it takes: a cpio archive of the kind
 * newc (Documentation/driver-api/early-userspace/buffer-format.rst). Uncompressed, so that no
 * kernel's choice of decompressors matters.
 */
final class Initramfs {
  private static final int FOLDER = 0040755;
  private static final int PROGRAM = 0100755;
  private static final int CONSOLE = 0020600;
  private static final int ALIGNMENT = 4;

  private final Map<String, byte[]> files = new LinkedHashMap<>();

  /**
   * @param path without a leading slash; its folder is at most one level deep
   */
  Initramfs add(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      int inode = 1;
      entry(out, inode++, "dev", FOLDER, 0, 0, new byte[0]);
      entry(out, inode++, "dev/console", CONSOLE, 5, 1, new byte[0]);
      entry(out, inode++, "modules", FOLDER, 0, 0, new byte[0]);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        entry(out, inode++, file.getKey(), PROGRAM, 0, 0, file.getValue());
      }
      entry(out, 0, "TRAILER!!!", 0, 0, 0, new byte[0]);
    } catch (IOException e) {
      throw new IllegalStateException(e); // memory takes all
    }
    return out.toByteArray();
  }

  private static void entry(
      OutputStream out, int inode, String path, int mode, int major, int minor, byte[] content)
      throws IOException {
    byte[] name = (path + "\0").getBytes(StandardCharsets.US_ASCII);
    String header =
        "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x"
            .formatted(inode, mode, 0, 0, 1, 0, content.length, 0, 0, major, minor, name.length, 0);
    out.write(header.getBytes(StandardCharsets.US_ASCII));
    out.write(name);
    pad(out, header.length() + name.length);
    out.write(content);
    pad(out, content.length);
  }

  private static void pad(OutputStream out, int length) throws IOException {
    out.write(new byte[(ALIGNMENT - length % ALIGNMENT) % ALIGNMENT]);
  }
}
