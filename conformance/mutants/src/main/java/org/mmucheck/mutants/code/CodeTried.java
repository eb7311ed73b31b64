package org.mmucheck.mutants.code;

import java.util.Optional;
import org.mmucheck.mutants.Kill;

/**
 * What became of a mutant of code.
 *
 * @param kill who noticed it; empty if nobody did
 * @param asked how many graphs, counterexamples and classes of tests the code was led through
 */
public record CodeTried(CodeMutant mutant, Optional<Kill> kill, int asked) {}
