package org.mmucheck.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mmucheck.catalog.TlaLibrary;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of every command, before or after its name. */
final class CommonOptions {
  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print one JSON document on standard output, and nothing else there.")
  boolean json;

  @Option(
      names = "--markdown",
      scope = ScopeType.INHERIT,
      description = "Print tables as Markdown, for a summary of CI or an issue.")
  boolean markdown;

  @Option(
      names = "--spec",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The folder with models.json and the TLA+ modules (default: the project's).")
  @Nullable Path spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure.")
  boolean debug;

  @Option(
      names = "--classpath",
      paramLabel = "JARS",
      scope = ScopeType.INHERIT,
      description = "Jars and folders of classes with your own adapters, separated by ':'.")
  @Nullable String classpath;

  @Option(
      names = "--library",
      paramLabel = "DIR[:DIR]",
      scope = ScopeType.INHERIT,
      description =
          "Folders with further modules, TLAPS's or the community's (default: TLC's TLA-Library).")
  void setLibrary(String path) {
    library = path;
    System.setProperty(TlaLibrary.NAME, path);
  }

  private @Nullable String library;

  /** The options that say where things are, as they were given. */
  List<String> folders() {
    List<String> folders = new ArrayList<>();
    if (spec != null) {
      folders.addAll(List.of("--spec", spec.toString()));
    }
    if (classpath != null) {
      folders.addAll(List.of("--classpath", classpath));
    }
    if (library != null) {
      folders.addAll(List.of("--library", library));
    }
    return folders;
  }

  Path specDir(Console console) {
    return spec != null ? spec : console.home().resolve("spec");
  }
}
