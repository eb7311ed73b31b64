package org.mmucheck.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code linux/workload.c} can do. */
enum Workload {
  /** One vCPU faults while the host takes pages away. */
  FAULTS("faults"),
  /** Two vCPUs do. */
  TWO_VCPUS("two-vcpus"),
  /** Writes after reads, a forked process, rights taken away and given back. */
  COW("cow"),
  /** ksmd merges pages that the guest writes again. */
  KSM("ksm"),
  /** An invalidation comes and goes while GUP sleeps. */
  SLEEPING("sleeping"),
  /** A memslot goes while the vCPUs rest. */
  SLOTS("slots"),
  /** The process ends while its vCPUs run. */
  EXIT("exit");

  final String word;

  Workload(String word) {
    this.word = word;
  }

  /** For help and completion. */
  static final class Names implements Iterable<String> {
    Names() {}

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(values()).map(workload -> workload.word).iterator();
    }
  }

  /** By the word. */
  static final class ByName implements ITypeConverter<Workload> {
    ByName() {}

    @Override
    public Workload convert(String text) {
      return Arrays.stream(values())
          .filter(workload -> workload.word.equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'"
                          + text
                          + "' is no workload; there are "
                          + Arrays.stream(values())
                              .map(workload -> workload.word)
                              .collect(Collectors.joining(", "))));
    }
  }
}
