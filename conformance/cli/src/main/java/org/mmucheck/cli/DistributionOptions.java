package org.mmucheck.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.tlc.Distribution;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that have workers in several processes explore the one model. */
final class DistributionOptions {
  private static final int PORTS = 1 << 16;

  @Option(
      names = "--distributed",
      description = {
        "Explore the one MODEL with TLC's server and --workers N worker processes on this machine,"
            + " and such as join from others with the command worker.",
        "What they would ignore is refused: a temporal property, an action constraint, VIEW."
      })
  boolean distributed;

  @Option(
      names = "--listen",
      paramLabel = "HOST[:PORT]",
      converter = HostPort.class,
      description =
          "With --distributed: the address of this machine to listen at, and there at PORT and the"
              + " next one (default: 127.0.0.1, any two).")
  @Nullable InetSocketAddress listen;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "With --distributed: let in who has a copy of FILE, which is made for this run and goes"
              + " with it. Without it nobody can join.")
  @Nullable Path token;

  /**
   * Where these models are explored; null if in this process.
   *
   * @param workers processes on this machine
   * @param other the first option that has no meaning then; null if there is none
   * @throws ParameterException if they cannot be
   */
  @Nullable Distribution of(
      List<Model> models,
      int workers,
      @Nullable String other,
      Consumer<String> tell,
      CommandSpec command) {
    if (!distributed) {
      if (listen != null || token != null) {
        throw wrong(command, "--listen and --token-file are for a run that is --distributed");
      }
      return null;
    }
    if (other != null) {
      throw wrong(command, other + " is not for a run that is --distributed");
    }
    if (models.size() != 1) {
      throw wrong(command, "--distributed explores one model, not " + models.size() + "; name it");
    }
    InetSocketAddress at =
        listen == null ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0) : listen;
    if (at.getAddress().isAnyLocalAddress()) {
      throw wrong(
          command,
          "--listen names one address of this machine, by which workers reach it; not all of them");
    }
    if (at.getPort() == PORTS - 1) {
      throw wrong(command, "--listen takes the next port, too, and there is none");
    }
    return new Distribution(workers, at, token, tell);
  }

  private static ParameterException wrong(CommandSpec command, String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
