package org.mmucheck.tlc.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import tlc2.tool.distributed.TLCServer;

/**
 * TLC's server, in a process of its own. TLC registers itself at the port at which its objects
 * listen, so there is one.
 */
public final class ServerMain {
  /** Begins the line that tells at which port it listens. */
  public static final String LISTENS = "mmucheck: listens at port ";

  private static final String PREFIX = TLCServer.class.getName();
  private static final int OURS = 3;
  private static final int LOOK_MILLIS = 1000;

  private ServerMain() {}

  /**
   * @param args the key's file, the address and the port to listen at (0 for any), and TLC's own
   * @throws IOException if the address is none
   */
  public static void main(String[] args) throws IOException {
    System.setProperty(PREFIX + ".port", "0");
    System.setProperty(PREFIX + ".report", Integer.toString(LOOK_MILLIS)); // and looks for its end
    new RunSockets(
            RunKey.read(Path.of(args[0])),
            InetAddress.getByName(args[1]),
            Integer.parseInt(args[2]),
            port -> System.out.println(LISTENS + port))
        .install();
    TLCServer.main(Arrays.copyOfRange(args, OURS, args.length));
    System.out.flush();
    System.exit(0); // RMI has threads that go on
  }
}
