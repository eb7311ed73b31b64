/** Runs JUnit tests on code that a class loader changes; the one package here that knows JUnit. */
@NullMarked
package org.mmucheck.mutants.code.tests;

import org.jspecify.annotations.NullMarked;
