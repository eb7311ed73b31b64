package org.mmucheck.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A method of a {@link SpecTest} class that binds a module: it takes one {@link
 * org.mmucheck.subject.Scene} and sets it up with fresh code under test. It is called for each run
 * of the code.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SpecExtension.class)
public @interface Binds {
  /** The TLA+ module. */
  String value();
}
