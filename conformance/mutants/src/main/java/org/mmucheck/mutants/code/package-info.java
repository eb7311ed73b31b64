/**
 * Whether a spec bites: small changes of the code that implements it, made with PIT's operators in
 * this process, each of which the conformance check, or the code's own tests, must notice.
 */
@NullMarked
package org.mmucheck.mutants.code;

import org.jspecify.annotations.NullMarked;
