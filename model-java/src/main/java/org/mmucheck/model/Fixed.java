package org.mmucheck.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A collection or an array that no task changes, although its type would allow it, so that tasks
 * share it without a lock. Who does change one is seen by no compiler: the value says what to rely
 * on.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Fixed {
  /** Since when it does not change. */
  Since value();

  /** From when on a collection does not change any more. */
  enum Since {
    /** It is immutable, or a private copy: whoever has it sees it whole. */
    MADE,
    /** It is filled while the VM is set up, before any task runs. */
    TASKS_RUN
  }
}
