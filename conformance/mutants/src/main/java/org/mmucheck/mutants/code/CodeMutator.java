package org.mmucheck.mutants.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private final ClassLoader as;
  private final Mutater mutater;

  /**
   * @param as finds the classes as they are
   */
  CodeMutator(ClassLoader as) {
    this.as = as;
    this.mutater =
        new GregorEngineFactory()
            .createEngine(EngineArguments.arguments())
            .createMutator(name -> bytes(as, name));
  }

  /** A mutant, and its class. */
  record Made(CodeMutant mutant, MutationDetails details) {}

  List<Made> mutants(String className) {
    List<Made> made = new ArrayList<>();
    Map<String, Integer> alike = new HashMap<>();
    byte[] original = bytes(as, className).orElse(new byte[0]);
    for (MutationDetails each : mutater.findMutations(ClassName.fromString(className))) {
      if (!LEFT_OUT.contains(each.getMethod()) && !isSame(each, original)) {
        String operator = each.getMutator();
        made.add(
            new Made(
                new CodeMutant(
                    className,
                    each.getMethod(),
                    each.getLineNumber(),
                    operator.substring(operator.lastIndexOf('.') + 1),
                    each.getFirstIndex(),
                    each.getDescription(),
                    alike.merge(each.getMethod() + each.getDescription(), 1, Integer::sum)),
                each));
      }
    }
    return made;
  }

  /** PIT also makes {@code return false} of {@code return false}. */
  private boolean isSame(MutationDetails mutant, byte[] original) {
    return mutant.getMutator().contains("Return")
        && Plain.isSame(mutater.getMutation(mutant.getId()).getBytes(), original);
  }

  byte[] bytes(Made made) {
    return mutater.getMutation(made.details().getId()).getBytes();
  }

  private static Optional<byte[]> bytes(ClassLoader as, String className) {
    try {
      return Optional.of(ChangedCode.bytesOf(as, className));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }
}
