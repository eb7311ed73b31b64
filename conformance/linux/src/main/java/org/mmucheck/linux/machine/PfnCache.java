package org.mmucheck.linux.machine;

/**
 * A {@code struct gfn_to_pfn_cache}.
 *
 * @param address where its struct is
 * @param gpa the guest's address; all ones if it is by address of the VMM
 * @param userspaceAddress where that is in the VMM
 * @param kernelAddress where the kernel has mapped it; 0 if it has not
 * @param pfn the page
 */
public record PfnCache(
    long address,
    long gpa,
    long userspaceAddress,
    long kernelAddress,
    long pfn,
    boolean isValid,
    boolean isActive) {}
