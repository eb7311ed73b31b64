package org.mmucheck.linux.subject;

import org.mmucheck.subject.Subject;

/** A machine as a subject. */
interface MachineSubject extends Subject {
  /** How many steps of the spec the kernel has taken together with another, so far. */
  int mergedSteps();
}
