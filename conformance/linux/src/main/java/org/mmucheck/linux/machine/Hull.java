package org.mmucheck.linux.machine;

/**
 * The frames of the guest that open invalidations cover, or more: {@code
 * kvm->mmu_invalidate_range_start} and {@code _end}.
 *
 * @param start the first
 * @param end the one after the last
 */
public record Hull(long start, long end) {}
