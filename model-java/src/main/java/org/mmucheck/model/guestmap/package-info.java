/** Guest pages that KVM itself maps: kvm_vcpu_map(), and the gfn_to_pfn_cache. */
@NullMarked
package org.mmucheck.model.guestmap;

import org.jspecify.annotations.NullMarked;
