package org.mmucheck.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmucheck.tlc.JoinedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "worker",
    description = {
      "Work for a run of check --distributed on another host, until it is over.",
      "The spec comes from there. The run must have the same version of mmucheck."
    },
    footer = "%nFor example: worker 10.0.0.1:4711 --token-file run.token")
final class WorkerCommand implements Callable<Integer> {
  private final Session session;

  @Spec CommandSpec command;

  @Parameters(
      paramLabel = "HOST:PORT",
      converter = HostPort.class,
      description = "Where the run listens.")
  InetSocketAddress run;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      required = true,
      description = "A copy of the file that the run has written.")
  Path token;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Threads (default: the processors of this machine).")
  @Nullable Integer workers;

  @Option(
      names = "--listen",
      paramLabel = "HOST",
      description =
          "The address of this machine at which the run's server reaches it (default: the one by"
              + " which this machine reaches the run).")
  @Nullable InetAddress listen;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  WorkerCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (run.getPort() == 0) {
      throw new ParameterException(
          command.commandLine(), "HOST:PORT needs a port, which the run tells when it begins");
    }
    session.console.error("works for the run at " + run.getHostString() + " until it is over");
    if (JoinedRun.work(run, token, session.workers(workers, command), listen)) {
      return ExitCode.OK;
    }
    session.console.error("the run was ended, or nothing is heard of it any more");
    return ExitCode.UNFINISHED;
  }
}
