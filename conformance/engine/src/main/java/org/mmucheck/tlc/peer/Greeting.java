package org.mmucheck.tlc.peer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What a run tells who wants to work for it.
 *
 * @param tlc the digest of its TLC, of which all must have the same
 * @param port of TLC's server, at the same address
 */
record Greeting(String tlc, int port) {
  private static final String FORM = "mmucheck distributed 1";

  void writeTo(DataOutputStream out) throws IOException {
    out.writeUTF(FORM);
    out.writeUTF(tlc);
    out.writeInt(port);
    out.flush();
  }

  static Greeting readFrom(DataInputStream in) throws IOException {
    String form = in.readUTF();
    if (!form.equals(FORM)) {
      throw new IOException("it is of another version of mmucheck");
    }
    return new Greeting(in.readUTF(), in.readInt());
  }
}
