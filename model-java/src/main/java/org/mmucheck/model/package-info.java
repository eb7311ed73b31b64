/** The KVM x86 MMU protocols as concurrent Java code. It knows nothing of TLA+. */
@NullMarked
package org.mmucheck.model;

import org.jspecify.annotations.NullMarked;
