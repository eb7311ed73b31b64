package org.mmucheck.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.mmucheck.catalog.Hit;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Releases;
import org.mmucheck.catalog.SearchIndex;
import org.mmucheck.catalog.UnknownModelException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "find",
    description = {
      "Find models by what you know: a commit's hash or words of its subject, a CVE, a function or"
          + " a field by any of its names, a property, a rule, an action, words of a sentence."
    },
    footer = {
      "",
      "For example: find 3a0f64de479c",
      "             find kvm_mmu_invalidate_begin",
      "             find yield refcount"
    })
final class FindCommand implements Callable<Integer> {
  private static final int WIDTH = 100;
  private static final int MOST = 10;

  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "WORD", description = "All of them must be there.")
  List<String> words = List.of();

  @Option(names = "--all", description = "Print every hit, not only the best " + MOST + ".")
  boolean all;

  FindCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String query = String.join(" ", words);
    List<Hit> hits = SearchIndex.of(session.catalog(), session.specDir()).find(query);
    if (session.json()) {
      session.printJson(SpecJson.find(hits, model -> session.catalog().row(model).releases()));
      return hits.isEmpty() ? ExitCode.USAGE : ExitCode.OK;
    }
    if (hits.isEmpty()) {
      session.catalog().find(query); // says what is called almost so
      throw new UnknownModelException(query, null);
    }
    hits.stream().limit(all ? hits.size() : MOST).forEach(this::print);
    if (!all && hits.size() > MOST) {
      List<String> again = new ArrayList<>(List.of("find", "--all"));
      again.addAll(words);
      session.console.out().println((hits.size() - MOST) + " more: " + session.again(again));
    }
    return ExitCode.OK;
  }

  private void print(Hit hit) {
    Paragraphs paragraphs = new Paragraphs(session.console.out(), WIDTH);
    Model model = hit.model();
    session.console.out().println(model == null ? "not modelled" : title(model));
    paragraphs.print("", hit.summary());
    String subject = hit.subject();
    if (subject != null) {
      paragraphs.print(
          "kernel",
          String.join(" ", hit.commits())
              + " \""
              + subject
              + "\""
              + (hit.cves().isEmpty() ? "" : ", " + String.join(", ", hit.cves()))
              + (hit.until() == null ? "" : ", in " + hit.until()));
    }
    Releases releases = model == null ? null : session.catalog().row(model).releases();
    if (releases != null) {
      paragraphs.print("releases", releases.text());
    }
    paragraphs.print("found by", hit.because());
    if (model != null) {
      boolean isKept = Files.exists(model.traceFile(session.tracesDir(null)));
      paragraphs.print("show", session.again(List.of(isKept ? "explain" : "models", model.name())));
    }
    session.console.out().println();
  }

  private static String title(Model model) {
    return model.name()
        + (model.id() == null ? "" : "  " + model.id())
        + (model.word() == null ? "" : "  " + model.word());
  }
}
