package org.mmucheck.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mmucheck.catalog.Model;
import org.mmucheck.catalog.Source;
import org.mmucheck.spec.Spec;
import org.mmucheck.tlc.Specs;
import org.mmucheck.tlc.TlcOptions;
import org.mmucheck.tlc.TlcSession;
import org.mmucheck.tlc.TlcSessions;
import org.mmucheck.validate.EventLog;
import org.mmucheck.validate.Meaning;
import org.mmucheck.validate.TraceModule;
import org.mmucheck.validate.Validator;

/** A log validated, beside plain TLC with the same question as a module. */
final class LogBench {
  private static final double NANOS = 1e9;
  private static final int LARGEST = 200_000;

  private final Bench.Setup setup;
  private final Logged logged;
  private final PlainTlc plainTlc;
  private final Path scratch;

  LogBench(Bench.Setup setup, PlainTlc plainTlc, Path scratch) {
    this.setup = setup;
    this.logged = setup.logged().get();
    this.plainTlc = plainTlc;
    this.scratch = scratch;
  }

  /** The whole commands; and what is left of both once the specs have been read, in warm code. */
  List<Ratio> ratios() throws Exception {
    Model asked = question();
    return List.of(
        command(asked),
        afterStart("validate to plain TLC, both after start", asked, Specs.open(logged.model())),
        afterStart(
            "validate --engine compiled to plain TLC, both after start",
            asked,
            Specs.open(logged.model(), logged.engine())));
  }

  /** What `validate --tla` writes. */
  private Model question() throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("question"));
    try (Spec spec = Specs.open(logged.model())) {
      Path module =
          TraceModule.write(logged.model(), spec, Meaning.of(logged.recording(), spec), folder);
      String name = module.getFileName().toString().replace(".tla", "");
      return Model.of(name, Source.read(module, folder.resolve(name + ".cfg"))).build();
    }
  }

  private Ratio command(Model asked) throws Exception {
    List<String> command = new ArrayList<>(setup.program());
    command.addAll(logged.arguments());
    return Ratio.measure(
        "validate, whole command, to plain TLC",
        "s",
        0,
        setup.rounds(),
        () -> {
          setup.progress().accept("validate: the whole command");
          return Child.run(command, scratch, Set.of(0)).seconds();
        },
        () -> {
          setup.progress().accept("validate: plain TLC, the whole command");
          return plainTlc.check(asked);
        });
  }

  /** Ours as often as fits into TLC's time, so that the code of neither is the colder. */
  private Ratio afterStart(String name, Model asked, Spec opened) throws Exception {
    TlcOptions options = TlcOptions.oneWorker().withWorkers(setup.workers());
    double[] reference = new double[1];
    try (Spec spec = opened) {
      EventLog log = Meaning.of(logged.recording(), spec);
      return Ratio.measure(
          name,
          "s",
          1,
          setup.rounds(),
          () -> {
            setup.progress().accept("validate: after start");
            return repeated(spec, log, reference[0]);
          },
          () -> {
            setup.progress().accept("validate: plain TLC, after start");
            reference[0] = explored(asked, options);
            return reference[0];
          });
    }
  }

  private static double explored(Model asked, TlcOptions options) throws InterruptedException {
    try (TlcSession session = TlcSessions.open(asked)) {
      long from = System.nanoTime();
      session.check(options);
      return (System.nanoTime() - from) / NANOS;
    }
  }

  private static double repeated(Spec spec, EventLog log, double seconds) {
    long from = System.nanoTime();
    int times = 0;
    double passed;
    do {
      if (!Validator.validate(spec, log, LARGEST).valid()) {
        throw new IllegalStateException(log.file() + " is no behaviour of the spec");
      }
      times++;
      passed = (System.nanoTime() - from) / NANOS;
    } while (passed < seconds);
    return passed / times;
  }
}
