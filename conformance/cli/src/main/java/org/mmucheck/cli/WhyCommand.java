package org.mmucheck.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.EditDistance;
import org.mmucheck.catalog.Model;
import org.mmucheck.input.InputException;
import org.mmucheck.itf.TraceFiles;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.Refusal;
import org.mmucheck.tlc.CheckOptions;
import org.mmucheck.tlc.CheckResult;
import org.mmucheck.trace.Trace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "why",
    description = {
      "Why can this action not be taken here? Print the part of its guard that is FALSE, with the"
          + " values and the place in the module."
    },
    footer = "%nFor example: why RootLifetime_b_NoPageUAF --step 8 NextRoot")
final class WhyCommand implements Callable<Integer> {
  private static final int WIDTH = 100;

  private final Session session;

  @Spec CommandSpec command;

  @Parameters(
      arity = "1..3",
      paramLabel = "FILE|MODEL [ACTION]",
      description = {
        "A trace, or the model whose committed trace it is, or a module's file and a"
            + " configuration's, whose counterexample TLC finds now;",
        "and an action, with its arguments or for all that it takes: MapPage, 'MapPage(v0)'; every"
            + " action if there is none."
      })
  List<String> names = List.of();

  @Option(
      names = "--step",
      paramLabel = "N",
      description = "In the state after this step; 0 is the first state (default: the last).")
  @Nullable Integer step;

  @SuppressWarnings("NullAway.Init") // picocli sets the annotated fields
  WhyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Subject subject = Session.isFile(names) ? found() : kept();
    int last = subject.trace().steps().size() - 1;
    int at = step == null ? last : step;
    if (at < 0 || at > last) {
      throw new ParameterException(
          command.commandLine(), "--step must be from 0 to " + last + ", not " + at);
    }
    SortedMap<ActionInstance, Optional<Refusal>> answers = answers(subject, at);
    keepWanted(answers, subject.action());
    if (session.json()) {
      session.printJson(SpecJson.why(subject.model(), at, answers));
    } else {
      print(subject, at, answers);
    }
    return ExitCode.OK;
  }

  /**
   * @param origin the trace's file, or the module in which TLC has found it
   * @param action as the user named it; null for every action
   */
  private record Subject(String origin, Model model, Trace trace, @Nullable String action) {}

  private SortedMap<ActionInstance, Optional<Refusal>> answers(Subject subject, int at) {
    try {
      return session
          .workbench()
          .why(subject.model(), subject.trace().steps().get(at).state(), action -> true);
    } catch (IllegalArgumentException otherVariables) {
      throw new InputException(
          subject.origin(), "vars", String.valueOf(otherVariables.getMessage()));
    }
  }

  private Subject kept() {
    if (names.size() > 2) {
      throw new ParameterException(
          command.commandLine(), "one trace and one action, not " + String.join(" ", names));
    }
    Path file = new KeptTraces(session).file(names.getFirst(), command);
    Trace trace = TraceFiles.read(file);
    String name = trace.meta().model();
    Model model =
        session.catalog().models().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new InputException(
                        file.toString(),
                        "#meta.model",
                        "'" + name + "' is no model here; name a module and its configuration"));
    String action = names.size() == 2 ? names.getLast() : null;
    return new Subject(file.toString(), model, trace, action);
  }

  /** The counterexample that TLC finds now. */
  private Subject found() throws InterruptedException {
    boolean hasConfig = names.size() > 1 && names.get(1).endsWith(".cfg");
    int files = hasConfig ? 2 : 1;
    Model model = session.fileModel(names.subList(0, files), command);
    CheckResult result =
        session.workbench().verdict(model, new CheckOptions(1, null, (any, progress) -> {}, null));
    if (result.failure() != null) {
      throw result.failure();
    }
    if (result.counterexample() == null) {
      throw new InputException(
          names.getFirst(), "", "TLC finds no error in it, so there is no trace with a step");
    }
    String action = names.size() > files ? names.get(files) : null;
    return new Subject(names.getFirst(), model, result.counterexample(), action);
  }

  /**
   * @throws ParameterException if there is no such action
   */
  private void keepWanted(
      SortedMap<ActionInstance, Optional<Refusal>> answers, @Nullable String action) {
    if (action == null) {
      return;
    }
    Set<String> known = new LinkedHashSet<>();
    for (ActionInstance each : answers.keySet()) {
      known.add(each.action());
      known.add(each.toString());
    }
    Set<String> names = ActionInstance.names(answers.keySet());
    boolean isName = names.contains(action);
    answers
        .keySet()
        .removeIf(
            each ->
                isName
                    ? !each.action().equals(action)
                    : !plain(each.toString()).equals(plain(action)));
    if (answers.isEmpty()) {
      String called = action.replaceFirst("\\(.*", "");
      throw new ParameterException(
          command.commandLine(),
          "no action '"
              + action
              + "'"
              + (names.contains(called)
                  ? "; there is "
                      + String.join(
                          ", ",
                          known.stream().filter(each -> each.startsWith(called + "(")).toList())
                  : EditDistance.nearest(action, known)
                      .map(near -> "; did you mean " + near + "?")
                      .orElse("; there are " + String.join(", ", new TreeSet<>(names)))));
    }
  }

  /** Without blanks and quotation marks, which a shell may have eaten. */
  private static String plain(String action) {
    return action.replaceAll("[\\s\"]", "");
  }

  private void print(
      Subject subject, int at, SortedMap<ActionInstance, Optional<Refusal>> answers) {
    PrintWriter out = session.console.out();
    ActionInstance taken = subject.trace().steps().get(at).action();
    out.println(
        subject.model().name()
            + (taken == null ? ", in the first state" : ", after step " + at + ", " + taken));
    List<String> enabled = new ArrayList<>();
    answers.forEach(
        (action, refusal) -> {
          if (refusal.isEmpty()) {
            enabled.add(action.toString());
          }
        });
    if (!enabled.isEmpty()) {
      new Paragraphs(out, WIDTH).print("enabled", String.join(", ", enabled));
    }
    answers.forEach(
        (action, refusal) ->
            refusal.ifPresent(
                reason -> {
                  out.println("refused     " + action);
                  print(reason, "            ");
                }));
  }

  private void print(Refusal reason, String indent) {
    PrintWriter out = session.console.out();
    out.println(indent + (reason.place().isEmpty() ? "" : reason.place() + "  ") + reason.text());
    List<String> values = new ArrayList<>();
    reason.values().forEach((text, value) -> values.add(text + " is " + value));
    for (String line : Paragraphs.lines(String.join(", ", values), WIDTH - indent.length())) {
      out.println(indent + "  " + line);
    }
    reason.parts().forEach(part -> print(part, indent + "    "));
  }
}
