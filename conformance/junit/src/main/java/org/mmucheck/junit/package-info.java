/**
 * Specs and the code that implements them as tests of JUnit 5. A class with {@link
 * org.mmucheck.junit.SpecTest} binds a spec; each check of each model is a test of its own.
 */
@NullMarked
package org.mmucheck.junit;

import org.jspecify.annotations.NullMarked;
