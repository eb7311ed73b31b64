package org.mmucheck.model.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mmucheck.model.Rule.ALLOW_AFTER_RETRY;
import static org.mmucheck.model.Rule.ALSO_INVALID;
import static org.mmucheck.model.Rule.BLOCK_FIRST;
import static org.mmucheck.model.Rule.CHECK_COUNT;
import static org.mmucheck.model.Rule.CHECK_RESULT;
import static org.mmucheck.model.Rule.FAST_ZAP_DIRECT_ONLY;
import static org.mmucheck.model.Rule.FORBID_BEFORE_KICK;
import static org.mmucheck.model.Rule.FREEZE_BEFORE_CALL;
import static org.mmucheck.model.Rule.FREEZE_FOR_UPDATE;
import static org.mmucheck.model.Rule.FROZEN_IS_ABSENT;
import static org.mmucheck.model.Rule.HKID_BEFORE_TABLES;
import static org.mmucheck.model.Rule.KICK_AFTER_TRACK;
import static org.mmucheck.model.Rule.PAGES_BEFORE_HKID;
import static org.mmucheck.model.Rule.RELEASE_DIRECT_ONLY;
import static org.mmucheck.model.Rule.REMOVE_AFTER_BLOCK;
import static org.mmucheck.model.Rule.RESTORE_ON_FAILURE;
import static org.mmucheck.model.Rule.RETRY_BUSY;
import static org.mmucheck.model.Rule.ROOTS_BY_FILTER;
import static org.mmucheck.model.Rule.TRACK_FIRST;
import static org.mmucheck.model.Rule.ZAP_UNDER_WRITE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmucheck.model.Design;
import org.mmucheck.model.JitterProbe;
import org.mmucheck.model.Race;
import org.mmucheck.model.Rule;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;
import org.mmucheck.model.host.GuestPages;

/**
 * A TD under free-running threads and vCPUs: the code's own checks find the wrong designs, and
 * nothing in the right one.
 */
class MirrorStressTest {
  private static final int ROUNDS = 600;
  private static final int ROUNDS_TO_FIND = 60_000;
  private static final int FRAMES = 3;
  private static final int SHARED = 2;

  /** The wrong designs, by catalogue id. */
  enum Wrong {
    MR_NO_FREEZE(FREEZE_FOR_UPDATE),
    MR_CALL_FIRST(FREEZE_BEFORE_CALL),
    MR_NO_RESTORE(RESTORE_ON_FAILURE),
    MR_UNCHECKED(CHECK_RESULT),
    MR_FROZEN_PRESENT(FROZEN_IS_ABSENT),
    MR_ZAP_READ(ZAP_UNDER_WRITE),
    MR_NO_BLOCK(BLOCK_FIRST),
    MR_NO_TRACK(TRACK_FIRST),
    MR_NO_KICK(KICK_AFTER_TRACK),
    MR_BLOCK_ONLY(REMOVE_AFTER_BLOCK),
    MR_ONE_CALL(RETRY_BUSY),
    MR_KICK_FIRST(FORBID_BEFORE_KICK),
    MR_KEEP_OUT(ALLOW_AFTER_RETRY),
    MR_DIRECT_ONLY(ROOTS_BY_FILTER),
    MR_VALID_ONLY(ALSO_INVALID),
    MR_FAST_ALL(FAST_ZAP_DIRECT_ONLY),
    MR_RELEASE_ALL(RELEASE_DIRECT_ONLY),
    MR_HKID_FIRST(PAGES_BEFORE_HKID),
    MR_TABLES_FIRST(HKID_BEFORE_TABLES),
    V1(CHECK_COUNT);

    final Design design;

    Wrong(Rule broken) {
      design = Design.without(broken);
    }
  }

  /** A round of the right design. */
  static Map<String, Race.Round> rightDesigns() {
    return Race.numbered(
        Map.of("V7_3", (race, round) -> round(race, Design.without(), round % 2 == 0)), 2);
  }

  @Test
  void shouldFindNothingInTheRightDesign() throws InterruptedException {
    assertThat(reports(Design.without(), ROUNDS)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindWrongDesigns(Wrong wrong) throws InterruptedException {
    assertThat(reports(wrong.design, ROUNDS_TO_FIND)).as("reports of %s", wrong).isNotEmpty();
  }

  private static Set<String> reports(Design design, int rounds) throws InterruptedException {
    return Race.reports(rounds, (race, round) -> round(race, design, round % 2 == 0));
  }

  /**
   * @param isMapped whether the TD has its frames from the start on
   */
  private static Set<String> round(Race race, Design design, boolean isMapped)
      throws InterruptedException {
    Splats splats = new Splats();
    GuestPages host = new GuestPages(FRAMES, splats);
    MirrorRoots td = new MirrorRoots(design, FRAMES, Set.of(SHARED), host, splats);
    td.populate(isMapped ? List.of(0, 1, SHARED) : List.of(SHARED));
    List<Runnable> operations = new ArrayList<>();
    for (int vcpu = 0; vcpu < 2; vcpu++) {
      MirrorFault fault = td.fault(task("v" + vcpu));
      operations.add(
          () -> {
            fault.handle(1);
            fault.handle(SHARED);
            fault.handle(0);
          });
    }
    TdVcpu cpu = td.vcpu();
    MirrorInvalidation invalidation = td.invalidation(task("n0"), List.of(0, SHARED));
    operations.add(
        () -> {
          invalidation.start();
          if (td.isMapped(0) || td.isMapped(SHARED)) {
            splats.report("stale mapping: page");
          }
          if (td.module().entry(0) != TdxModule.Sept.NONE) {
            splats.report("the module keeps the page");
          }
        });
    MirrorFastZap zap = td.fastZap(task("z0"));
    operations.add(zap::zap);
    Thread guest = Thread.ofPlatform().start(() -> untilInterrupted(() -> run(cpu)));
    race.run(operations);
    td.checkMirror();
    if (td.isEntryForbidden()) {
      splats.report("vCPUs stay out");
    }
    guest.interrupt();
    guest.join();
    td.teardown(task("d0")).run();
    return splats.reports();
  }

  private static void run(TdVcpu cpu) {
    cpu.enter();
    cpu.walk(0);
    cpu.enterModule();
    Thread.yield();
    cpu.leaveModule();
    cpu.walk(1);
    cpu.exit();
  }

  /** Runs {@code body} again and again. */
  private static void untilInterrupted(Runnable body) {
    while (!Thread.currentThread().isInterrupted()) {
      body.run();
      Thread.yield();
    }
  }

  private static Task task(String name) {
    return new Task(name, new JitterProbe());
  }
}
