/**
 * The adapters: what the KVM specs call their steps and variables, and what the code calls them.
 */
@NullMarked
package org.mmucheck.kvm;

import org.jspecify.annotations.NullMarked;
