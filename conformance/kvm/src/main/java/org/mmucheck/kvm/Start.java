package org.mmucheck.kvm;

import org.mmucheck.subject.StepNames;

/** The actions with which an idle task starts an operation; its steps follow. */
enum Start {
  // vCPUs and the tasks that zap roots
  FREE_ROOTS("kvm_mmu_free_roots() {"),
  LOAD_ROOT("kvm_mmu_load() {"),
  HANDLE_FAULT("kvm_mmu_page_fault() {"),
  ZAP_ALL_FAST("kvm_mmu_zap_all_fast() {"),
  WALK_ROOTS("kvm_mmu_slot_remove_write_access() {"),
  ZAP_FRAMES("is about to zap the frames"),
  CLOSE_FILE("close(fd)"),

  // page-table pages
  ZAP_TABLES("tdp_mmu_zap_root() {"),
  REPLACE_TABLE("maps a huge page {"),
  ZAP_LEAF("zaps one SPTE {"),

  // the primary MM
  INVALIDATE_RANGE_START("invalidate_range_start() {"),
  INVALIDATE_RANGE("invalidate_range_start() {"),
  TEAR_DOWN_DEVICE("memunmap_pages() {"),
  RELEASE_MM("mmu_notifier_release() {"),

  // memslots and attributes
  ADD_SLOT("kvm_set_memory_region() adds {"),
  DELETE_SLOT("kvm_set_memslot(KVM_MR_DELETE) {"),
  SET_MEMSLOT("kvm_set_memslot() {"),
  SET_ATTRIBUTES("kvm_vm_set_mem_attributes() {"),

  // users of guest pages
  VCPU_MAP("kvm_vcpu_map() {"),
  USE_MAP("uses the mapping"),
  VCPU_UNMAP("kvm_vcpu_unmap() {"),
  USE_GPC("uses the cache"),
  REFRESH_GPC("kvm_gpc_refresh() {"),
  SWITCH_GPC("kvm_gpc_(de)activate() {"),

  // guest_memfd
  CREATE_SLOT("kvm_set_memory_region() creates {"),
  DELETE_GMEM_SLOT("kvm_set_memory_region() deletes {"),
  PUNCH_HOLE("kvm_gmem_punch_hole() {"),
  MEMORY_ERROR("kvm_gmem_error_folio() {"),
  CLOSE_GMEM("close(gmem fd)"),
  RELEASE_GMEM("kvm_gmem_release() {"),
  CLOSE_VM("close(the VM's last fd)"),

  // accessed and dirty bits
  AGE_RANGE("kvm_age_hva_range() {"),
  GET_DIRTY_LOG("kvm_get_dirty_log_protect() {"),

  // recovery of huge pages, and of NX huge pages
  RECOVER_HUGE_PAGES("kvm_mmu_recover_huge_pages() {"),
  RECOVER_NX("kvm_recover_nx_huge_pages() {"),
  REPLACE_UPPER("maps a giant page {"),

  // mirror roots
  DESTROY_VM("closes the TD's last file {");

  /** The spec's name of the action. */
  final String action = StepNames.inSpec(this);

  /** What the task does, in the kernel's words. */
  final String caption;

  Start(String caption) {
    this.caption = caption;
  }
}
