/**
 * The bindings: one for each KVM spec, with what starts its operations and how its variables read
 * in the code. What they share is in {@code KvmBinding} (for people) and {@code KvmSubject} (to
 * run).
 */
@NullMarked
package org.mmucheck.kvm;

import org.jspecify.annotations.NullMarked;
