package org.mmucheck.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mmucheck.linux.kernel.PointTable;
import org.mmucheck.linux.subject.KernelWords;
import org.mmucheck.subject.Adapter;
import org.mmucheck.workbench.Workbench;

/** Where a kernel's code has the steps of the specs: the tables of {@code linux/points}. */
final class KernelCode {
  private final Session session;

  KernelCode(Session session) {
    this.session = session;
  }

  /**
   * A session whose steps are told by one kernel's own names, where there is a table.
   *
   * @param release 7.3.4, or what {@code uname -r} says
   * @throws org.mmucheck.input.InputException if no table knows it
   */
  Session of(String release) {
    List<Adapter> adapters =
        session.workbench().adapters().stream().map(words -> told(words, release)).toList();
    return session.with(dir -> Workbench.open(dir, adapters));
  }

  private Adapter told(Adapter words, String release) {
    Path table =
        session.console.home().resolve("linux").resolve("points").resolve(words.module() + ".json");
    return Files.isRegularFile(table)
        ? new KernelWords(words, PointTable.read(table).of(release))
        : words;
  }
}
