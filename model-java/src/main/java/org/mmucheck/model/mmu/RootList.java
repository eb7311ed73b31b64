package org.mmucheck.model.mmu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.Splats;

/**
 * {@code kvm->arch.tdp_mmu_roots}: an RCU list.
 *
 * <p>Concurrency: writers hold {@code pagesLock}, tdp_mmu_pages_lock in the kernel; a reader
 * follows {@code head} and the roots' {@code next} inside an RCU read-side section or with mmu_lock
 * held for write. A new root is complete before {@code head} points to it.
 */
final class RootList {
  private final ReentrantLock pagesLock = new ReentrantLock();
  private final Splats splats;
  private volatile @Nullable TdpRoot head;

  RootList(Splats splats) {
    this.splats = splats;
  }

  @Nullable TdpRoot head() {
    return head;
  }

  /** {@code list_add_rcu()}: at the front. */
  void add(TdpRoot root) {
    pagesLock.lock();
    try {
      root.setNext(head);
      root.setLife(TdpRoot.Life.LISTED);
      head = root;
    } finally {
      pagesLock.unlock();
    }
  }

  /**
   * Finds a root or adds one, so that nobody adds another in between.
   *
   * @param lookUp whether to look for one at all
   * @param wanted takes a reference if the root will do
   */
  TdpRoot findOrAdd(boolean lookUp, Predicate<TdpRoot> wanted, Supplier<TdpRoot> fresh) {
    pagesLock.lock();
    try {
      for (TdpRoot root = lookUp ? head : null; root != null; root = root.next()) {
        if (wanted.test(root)) {
          return root;
        }
      }
      TdpRoot root = fresh.get();
      add(root);
      return root;
    } finally {
      pagesLock.unlock();
    }
  }

  /** {@code list_del_rcu()}: the root keeps its next pointer for readers that stand on it. */
  void delete(TdpRoot root) {
    pagesLock.lock();
    try {
      root.touch();
      if (root.life() != TdpRoot.Life.LISTED) {
        splats.report("list_del corruption");
        return;
      }
      if (head == root) {
        head = root.next();
      }
      for (TdpRoot at = head; at != null; at = at.next()) {
        if (at.next() == root) {
          at.setNext(root.next());
        }
      }
      root.setLife(TdpRoot.Life.UNLINKED);
    } finally {
      pagesLock.unlock();
    }
  }

  /** The roots on the list; for who holds mmu_lock for write, or is alone. */
  List<TdpRoot> all() {
    List<TdpRoot> roots = new ArrayList<>();
    for (TdpRoot root = head; root != null; root = root.next()) {
      roots.add(root);
    }
    return roots;
  }
}
