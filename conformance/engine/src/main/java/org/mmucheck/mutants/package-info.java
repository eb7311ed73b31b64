/**
 * Whether the checks bite: small changes of a spec, each of which some layer must notice.
 *
 * <p>{@link org.mmucheck.mutants.SpecMutator} makes them from the parser's semantic tree, {@link
 * org.mmucheck.mutants.MutantRun} tries each on the models that can notice it, and {@link
 * org.mmucheck.mutants.Reasons} says why what survives is no fault.
 */
@NullMarked
package org.mmucheck.mutants;

import org.jspecify.annotations.NullMarked;
