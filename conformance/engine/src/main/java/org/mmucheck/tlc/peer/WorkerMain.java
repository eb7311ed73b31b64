package org.mmucheck.tlc.peer;

import java.lang.reflect.Field;
import java.net.InetAddress;
import java.nio.file.Path;
import java.rmi.NoSuchObjectException;
import java.rmi.NotBoundException;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.util.concurrent.CountDownLatch;
import tlc2.tool.distributed.InternRMI;
import tlc2.tool.distributed.RMIFilenameToStreamResolver;
import tlc2.tool.distributed.TLCApp;
import tlc2.tool.distributed.TLCServer;
import tlc2.tool.distributed.TLCServerRMI;
import tlc2.tool.distributed.TLCWorker;
import tlc2.tool.distributed.fp.IFPSetManager;
import tlc2.util.Cache;
import tlc2.util.FP64;
import util.UniqueString;

/**
 * A worker of TLC's, in a process of its own, which somebody else ends. It starts as TLC's own
 * does, with two differences.
 *
 * <p>TLC's workers remember states that they have sent and send none twice. Where a connection
 * breaks in the middle of an answer, the server asks again; a worker that remembers would leave out
 * what was lost on the way, and no one would ever look behind those states. These remember nothing.
 *
 * <p>And they do not end themselves when TLC's server says so: the answer to that call could be
 * lost, and the server take it for a failure.
 */
public final class WorkerMain {
  private static final int NO_SERVER = 1;
  private static final long PAUSE_MILLIS = 100;

  private WorkerMain() {}

  /**
   * @param args the key's file, the address to listen at, the server's address and port, and the
   *     number of threads
   */
  public static void main(String[] args) throws Exception {
    InetAddress address = InetAddress.getByName(args[1]);
    new RunSockets(RunKey.read(Path.of(args[0])), address, 0, port -> {}).install();
    try {
      register(
          server(LocateRegistry.getRegistry(args[2], Integer.parseInt(args[3]))),
          address.getHostAddress(),
          Integer.parseInt(args[4]));
    } catch (Exception | Error e) {
      System.out.println("cannot work for the server at " + args[2] + ": " + e);
      System.exit(NO_SERVER);
    }
    new CountDownLatch(1).await(); // until it is ended
  }

  /** TLC's server, when it has computed the initial states. */
  private static TLCServerRMI server(Registry registry)
      throws RemoteException, InterruptedException {
    while (true) {
      try {
        return (TLCServerRMI) registry.lookup(TLCServer.SERVER_WORKER_NAME);
      } catch (NotBoundException | NoSuchObjectException e) {
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private static void register(TLCServerRMI server, String address, int threads) throws Exception {
    FP64.Init(server.getIrredPolyForFP());
    UniqueString.setSource((InternRMI) server); // before there is any, or numbers differ
    RMIFilenameToStreamResolver files = new RMIFilenameToStreamResolver();
    files.setTLCServer(server);
    TLCApp app =
        new TLCApp(
            server.getSpecFileName(), server.getConfigFileName(), server.getCheckDeadlock(), files);
    IFPSetManager visited = server.getFPSetManager();
    for (int i = 0; i < threads; i++) {
      server.registerWorker(new Forgetful(i, app, visited, address));
    }
  }

  /** One thread's worth of it. */
  private static final class Forgetful extends TLCWorker {
    private static final long serialVersionUID = 1L;

    Forgetful(int id, TLCApp app, IFPSetManager visited, String address)
        throws RemoteException, ReflectiveOperationException {
      super(id, app, visited, address);
      Field cache = TLCWorker.class.getDeclaredField("cache");
      cache.setAccessible(true);
      cache.set(this, new Nothing());
    }

    @Override
    public void exit() {}
  }

  /** Remembers nothing. */
  private static final class Nothing implements Cache {
    @Override
    public boolean hit(long fingerprint) {
      return false;
    }

    @Override
    public double getHitRatio() {
      return 0;
    }

    @Override
    public String getHitRatioAsString() {
      return "0";
    }

    @Override
    public long getHitRate() {
      return 0;
    }
  }
}
