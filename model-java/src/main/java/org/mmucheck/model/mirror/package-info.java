/** Mirror roots: tables that the TDX module keeps, and KVM's mirror of them. */
@NullMarked
package org.mmucheck.model.mirror;

import org.jspecify.annotations.NullMarked;
