package org.mmucheck.linux.subject;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mmucheck.linux.lab.KernelFiles;
import org.mmucheck.linux.lab.Lab;
import org.mmucheck.subject.Adapter;

/** One kernel as the code under test of every module whose steps are known of Linux. */
public final class LinuxAdapters implements AutoCloseable {
  private static final List<String> MODULES =
      List.of("NotifierFault", "RootLifetime", "GfnToPfnCache");

  private final List<LinuxAdapter> all;

  /**
   * @param words the adapter of the project's own code for a module
   * @param points the folder of the tables
   */
  public LinuxAdapters(Function<String, Adapter> words, Lab lab, KernelFiles kernel, Path points) {
    all =
        MODULES.stream()
            .map(module -> new LinuxAdapter(words.apply(module), lab, kernel, points))
            .toList();
  }

  /** One for each module. */
  public List<Adapter> all() {
    return List.copyOf(all);
  }

  /**
   * Makes the kernel wrong on purpose: a function returns a value and does nothing else.
   *
   * @param function of the kernel or its modules
   */
  public void mistake(String function, long value) {
    all.forEach(adapter -> adapter.mistake(function, value));
  }

  /** From now on writes down what is said to machines. */
  public void tap() {
    all.forEach(LinuxAdapter::tap);
  }

  /**
   * What has been said to the machine that runs, with what has to be known of its kernel to say it
   * again; empty if nobody has asked for it, or none runs.
   */
  public Optional<String> exchange() {
    return all.stream().flatMap(adapter -> adapter.exchange().stream()).findFirst();
  }

  /** How many machines have broken down and been replaced, in all runs. */
  public long lostMachines() {
    return all.stream().mapToLong(LinuxAdapter::lostMachines).sum();
  }

  /** How many steps of the specs the kernel has taken together with another, in all runs. */
  public long mergedSteps() {
    return all.stream().mapToLong(LinuxAdapter::mergedSteps).sum();
  }

  @Override
  public void close() {
    all.forEach(LinuxAdapter::close);
  }
}
