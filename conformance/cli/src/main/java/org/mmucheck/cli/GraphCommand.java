package org.mmucheck.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.Model;
import org.mmucheck.file.AtomicFile;
import org.mmucheck.graph.Picture;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.trace.Trace;
import org.mmucheck.workbench.ExportedGraph;
import org.mmucheck.workbench.PinnedGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "graph",
    description = {
      "Write a model's whole state graph, as TLC explores it, to a file.",
      "",
      "The first line is JSON: format, model, states, transitions, initialStates, actions, digest."
          + " After its line feed come four arrays of unsigned little-endian numbers: first"
          + " (states + 1 of 4 bytes), target (transitions of 4), label (transitions of 2; an index"
          + " of actions), hash (states of 8). The transitions out of state s are those from"
          + " first[s] up to, without, first[s + 1]; the initial states come first."
          + " tools/read_graph.py reads it."
    },
    footer = "%nFor example: graph FinerLock_right --by seq,inProgress --out right.dot")
final class GraphCommand implements Callable<Integer> {
  private static final String DOT = ".dot";

  private final Session session;

  @Spec CommandSpec command;

  @Parameters(
      paramLabel = "MODEL",
      arity = "1..2",
      description =
          "A name, or the id or word of one model; or a module's file and a configuration's.")
  List<String> names = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The file to write; one of that name is replaced.")
  Path out;

  @Option(
      names = "--by",
      split = ",",
      paramLabel = "VAR",
      description = {
        "Write a picture in Graphviz's language instead: one node for all states in which these"
            + " variables have the same values. Without it a FILE.dot has a node for each state.",
        "Beyond " + Picture.MOST + " nodes it says how many values each variable has."
      })
  List<String> by = List.of();

  @Option(
      names = "--walks",
      paramLabel = "N",
      description = {
        "Write N behaviours instead, as traces in the folder --out: each goes on until it would"
            + " only go back, and where it can it takes what none before has taken.",
        "Those that would take nothing new are left out."
      })
  @Nullable Integer walks;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "What the behaviours are drawn with (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "TLC's workers (default: the processors of this machine).")
  @Nullable Integer workers;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  GraphCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws Exception {
    int threads = session.workers(workers, command);
    Model model = Session.isFile(names) ? session.fileModel(names, command) : listed();
    if (walks != null) {
      return walks(model, walks);
    }
    if (!by.isEmpty() || out.toString().endsWith(DOT)) {
      return picture(model);
    }
    ExportedGraph graph;
    try (ProgressLine line = new ProgressLine(session.console)) {
      line.show("TLC: " + model.name());
      graph = session.workbench().graph(model, threads, out);
    }
    if (session.json()) {
      session.printJson(SpecJson.graph(graph, out));
    } else {
      told()
          .printf(
              Locale.ROOT,
              "%s: %,d states, %,d transitions, %,d bytes, digest %s%n",
              model.name(),
              graph.states(),
              graph.transitions(),
              graph.bytes(),
              graph.digest());
    }
    String problem = PinnedGraph.problem(model, graph.states(), graph.digest());
    if (problem == null) {
      return ExitCode.OK;
    }
    session.console.error(problem);
    return ExitCode.UNEXPECTED;
  }

  private int walks(Model model, int most) throws Exception {
    if (most < 1) {
      throw new ParameterException(
          command.commandLine(), "--walks must be at least 1, not " + most);
    }
    List<Trace> all;
    try (ProgressLine line = new ProgressLine(session.console)) {
      line.show("TLC: " + model.name());
      all = session.workbench().walks(model, most, seed);
    }
    int steps = 0;
    for (int number = 1; number <= all.size(); number++) {
      Trace walk = all.get(number - 1);
      steps += walk.steps().size() - 1;
      String name = "%s.walk-%03d%s".formatted(model.name(), number, TraceFiles.ENDING);
      TraceFiles.write(walk, out.resolve(name));
    }
    if (session.json()) {
      session.printJson(SpecJson.walks(model, all.size(), steps, out));
      return ExitCode.OK;
    }
    session
        .console
        .out()
        .printf(
            Locale.ROOT,
            "%s: %,d behaviours, %,d steps, in %s%n",
            model.name(),
            all.size(),
            steps,
            Console.display(out));
    return ExitCode.OK;
  }

  private int picture(Model model) throws Exception {
    String text;
    try (ProgressLine line = new ProgressLine(session.console)) {
      line.show("TLC: " + model.name());
      text = session.workbench().picture(model, by);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(), model.name() + ": " + e.getMessage() + path(model), e);
    }
    try {
      AtomicFile.write(out, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(out + ": cannot be written: " + e.getMessage(), e));
    }
    if (session.json()) {
      session.printJson(SpecJson.picture(model, out));
    } else {
      told().println(Console.display(out) + ": dot -Tsvg draws it");
    }
    return ExitCode.OK;
  }

  /** Where to say what was written: not behind it, where it went to standard output. */
  private PrintWriter told() {
    boolean isBehind;
    try {
      isBehind = Files.isSameFile(out, Path.of("/dev/stdout"));
    } catch (IOException e) {
      isBehind = false; // this system has no such name
    }
    return isBehind ? session.console.err() : session.console.out();
  }

  /** Offers a picture of one path, of the model or of another one of its module. */
  private String path(Model model) {
    Path folder = session.tracesDir(null);
    Predicate<Model> isKept = each -> Files.exists(each.traceFile(folder));
    return Stream.concat(
            Stream.of(model),
            session.catalog().models().stream()
                .filter(other -> other.module().equals(model.module())))
        .filter(isKept)
        .findFirst()
        .map(
            kept ->
                "; one path of "
                    + (kept.name().equals(model.name()) ? "it" : kept.module())
                    + ": "
                    + session.again(List.of("explain", kept.name(), "--format", "svg")))
        .orElse("");
  }

  private Model listed() {
    String all = String.join(" ", names);
    List<Model> models = session.models(names, Tier.all);
    if (models.size() > 1) {
      throw new ParameterException(
          command.commandLine(),
          names.size() > 1
              ? "one model at a time, not " + all
              : "'" + all + "' is the id of " + models.size() + " models; name one of them");
    }
    return models.getFirst();
  }
}
