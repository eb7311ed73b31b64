package org.mmucheck.mutants.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pitest.classinfo.ClassName;
import org.pitest.mutationtest.EngineArguments;
import org.pitest.mutationtest.engine.Mutater;
import org.pitest.mutationtest.engine.MutationDetails;
import org.pitest.mutationtest.engine.gregor.config.GregorEngineFactory;

/** PIT's default operators over a class. */
final class CodeMutator {
  /** What says nothing of a protocol: texts, and what the compiler writes for records and enums. */
  private static final Set<String> LEFT_OUT =
      Set.of("toString", "hashCode", "equals", "<clinit>", "values", "valueOf", "$values");

  private final Mutater mutater =
      new GregorEngineFactory()
          .createEngine(EngineArguments.arguments())
          .createMutator(CodeMutator::bytes);

  /** A mutant, and its class. */
  record Made(CodeMutant mutant, MutationDetails details) {}

  List<Made> mutants(String className) {
    List<Made> made = new ArrayList<>();
    for (MutationDetails each : mutater.findMutations(ClassName.fromString(className))) {
      if (!LEFT_OUT.contains(each.getMethod())) {
        String operator = each.getMutator();
        made.add(
            new Made(
                new CodeMutant(
                    className,
                    each.getMethod(),
                    each.getLineNumber(),
                    operator.substring(operator.lastIndexOf('.') + 1),
                    each.getFirstIndex(),
                    each.getDescription()),
                each));
      }
    }
    return made;
  }

  byte[] bytes(Made made) {
    return mutater.getMutation(made.details().getId()).getBytes();
  }

  private static Optional<byte[]> bytes(String className) {
    try {
      return Optional.of(ChangedCode.bytesOf(className));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }
}
