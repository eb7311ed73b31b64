package org.mmucheck.model.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.mmucheck.model.inside.Mutation.Kind.LOOKS_THEN_WRITES;
import static org.mmucheck.model.inside.Mutation.Kind.UNLOCKED;
import static org.mmucheck.model.inside.Mutation.Kind.WAITS_FOR_NOBODY;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.model.Race;
import org.mmucheck.model.attribute.AttributeExperiments;
import org.mmucheck.model.bits.BitsExperiments;
import org.mmucheck.model.finerlock.EntryExperiments;
import org.mmucheck.model.gmem.GmemExperiments;
import org.mmucheck.model.host.HostExperiments;
import org.mmucheck.model.mirror.MirrorExperiments;
import org.mmucheck.model.mmu.MmuExperiments;
import org.mmucheck.model.nx.NxExperiments;
import org.mmucheck.model.sync.SyncExperiments;
import org.mmucheck.model.tables.TableExperiments;

/**
 * The scheduler leads tasks from step to step and cannot see inside one. Here threads race inside
 * it, for each claim that a class makes of a step of more than one access: freely, and with one
 * switch of context at each place. What must not be is never seen in the code as it is, and is seen
 * if the step is not atomic. {@code -Dmmucheck.rounds=1000000} races longer.
 */
@Tag("slow")
class InsideStepTest {
  private static final int ROUNDS = Integer.getInteger("mmucheck.rounds", 200);

  static Stream<Arguments> claims() {
    return Stream.of(
        arguments(MmuExperiments.LastPut.class, wrong("mmu.TdpRoot", "put", LOOKS_THEN_WRITES)),
        arguments(
            MmuExperiments.GetAgainstLastPut.class,
            wrong("mmu.TdpRoot", "tryGet", LOOKS_THEN_WRITES)),
        arguments(
            MmuExperiments.OneZapOwner.class,
            wrong("mmu.TdpRoot", "exchangeInvalid", LOOKS_THEN_WRITES)),
        arguments(MmuExperiments.TwoFree.class, wrong("mmu.TdpRoot", "leave", LOOKS_THEN_WRITES)),
        arguments(MmuExperiments.TwoAdd.class, wrong("mmu.RootList", "add", UNLOCKED)),
        arguments(MmuExperiments.TwoFindOrAdd.class, wrong("mmu.RootList", "findOrAdd", UNLOCKED)),
        arguments(MmuExperiments.TwoDelete.class, wrong("mmu.RootList", "delete", UNLOCKED)),
        arguments(MmuExperiments.AccessAgainstFlush.class, wrong("mmu.Tlb", "flush", UNLOCKED)),
        arguments(MmuExperiments.AccessAgainstFlush.class, wrong("mmu.Tlb", "access", UNLOCKED)),
        arguments(MmuExperiments.KickAgainstGuest.class, wrong("mmu.Tlb", "kick", UNLOCKED)),
        arguments(
            MmuExperiments.RequestAgainstEntry.class,
            wrong("mmu.Vcpu", "enterGuest", LOOKS_THEN_WRITES)),
        arguments(
            MmuExperiments.GetAgainstLastUser.class,
            wrong("mmu.VmUsers", "tryGet", LOOKS_THEN_WRITES)),
        arguments(MmuExperiments.TwoQueue.class, wrong("mmu.ZapWorkqueue", "queue", UNLOCKED)),
        arguments(
            MmuExperiments.SwapAgainstInvalidation.class,
            wrong("mmu.InvalidateCounts", "raiseActive", UNLOCKED)),
        arguments(
            MmuExperiments.TwoExchange.class,
            wrong("mmu.SpteTable", "compareAndSet", LOOKS_THEN_WRITES)),
        arguments(
            HostExperiments.LookUpAgainstFree.class, wrong("host.HostMm", "lookUp", UNLOCKED)),
        arguments(
            HostExperiments.AllocateAgainstFree.class, wrong("host.HostMm", "allocate", UNLOCKED)),
        arguments(
            HostExperiments.TwoReuse.class, wrong("host.Page", "casOwner", LOOKS_THEN_WRITES)),
        arguments(
            HostExperiments.TwoFree.class, wrong("host.GuestPages", "free", LOOKS_THEN_WRITES)),
        arguments(
            SyncExperiments.ReaderAgainstCallback.class,
            wrong("sync.Rcu", "call", WAITS_FOR_NOBODY)),
        arguments(
            SyncExperiments.ReaderAgainstGracePeriod.class,
            wrong("sync.Srcu", "begin", WAITS_FOR_NOBODY)),
        arguments(SyncExperiments.TwoRun.class, wrong("sync.Rcu$Callback", "run", UNLOCKED)),
        arguments(
            BitsExperiments.WriteAgainstFlush.class, wrong("bits.BitsTlb", "write", UNLOCKED)),
        arguments(
            BitsExperiments.WriteAgainstFlush.class, wrong("bits.BitsTlb", "flush", UNLOCKED)),
        arguments(
            BitsExperiments.WalkAgainstZap.class,
            wrong("bits.LeafSpte", "walk", LOOKS_THEN_WRITES)),
        arguments(
            BitsExperiments.WriteAgainstZap.class,
            wrong("bits.LeafSpte", "zap", LOOKS_THEN_WRITES)),
        arguments(BitsExperiments.TwoMap.class, wrong("bits.LeafSpte", "map", LOOKS_THEN_WRITES)),
        arguments(
            BitsExperiments.AgeAgainstZap.class,
            wrong("bits.LeafSpte", "clearAccessed", LOOKS_THEN_WRITES)),
        arguments(BitsExperiments.TwoTake.class, wrong("bits.DirtyLog", "take", LOOKS_THEN_WRITES)),
        arguments(
            TableExperiments.TwoRemove.class,
            wrong("tables.TablePage", "leave", LOOKS_THEN_WRITES)),
        arguments(
            TableExperiments.TwoLinkAgainstRemoval.class,
            wrong("mmu.SpteTable", "compareAndSet", LOOKS_THEN_WRITES)),
        arguments(GmemExperiments.TwoGetFolio.class, wrong("gmem.GmemInode", "getFolio", UNLOCKED)),
        arguments(
            GmemExperiments.GetFolioAgainstHole.class,
            wrong("gmem.GmemInode", "getFolio", UNLOCKED)),
        arguments(
            GmemExperiments.GetFolioAgainstHole.class,
            wrong("gmem.GmemInode", "removeFolio", UNLOCKED)),
        arguments(
            HostExperiments.TwoGiveAway.class,
            wrong("host.GuestPages", "reuse", LOOKS_THEN_WRITES)),
        arguments(
            HostExperiments.ReleaseAgainstFree.class,
            wrong("host.GuestPages", "release", LOOKS_THEN_WRITES)),
        arguments(
            BitsExperiments.WriteAgainstClear.class,
            wrong("bits.LeafSpte", "clearDirty", LOOKS_THEN_WRITES)),
        arguments(
            SyncExperiments.LeaveAgainstGracePeriod.class, wrong("sync.Srcu", "begin", UNLOCKED)),
        arguments(SyncExperiments.LeaveAgainstCallback.class, wrong("sync.Rcu", "call", UNLOCKED)),
        arguments(
            SyncExperiments.ReadAgainstWrite.class,
            wrong("sync.RwSemaphore", "downRead", UNLOCKED)),
        arguments(
            SyncExperiments.ReadAgainstWrite.class,
            wrong("sync.RwSemaphore", "downWrite", UNLOCKED)),
        arguments(
            MmuExperiments.FlushAgainstTake.class, wrong("mmu.ZapWorkqueue", "take", UNLOCKED)),
        arguments(
            NxExperiments.TrackAgainstUnlink.class, wrong("nx.PossibleNxPages", "track", UNLOCKED)),
        arguments(
            NxExperiments.TrackAgainstUnlink.class,
            wrong("nx.PossibleNxPages", "unlink", UNLOCKED)),
        arguments(
            NxExperiments.TakeAgainstUnlink.class, wrong("nx.PossibleNxPages", "take", UNLOCKED)),
        arguments(NxExperiments.WalkAgainstFlush.class, wrong("nx.NxGuest", "walkTable", UNLOCKED)),
        arguments(
            MirrorExperiments.BlockAgainstTdcall.class,
            wrong("mirror.TdxModule", "block", UNLOCKED)),
        arguments(
            AttributeExperiments.TwoChange.class,
            wrong("attribute.AttributedFrame", "change", UNLOCKED)),
        arguments(
            EntryExperiments.TwoInvalidate.class,
            wrong("finerlock.LockedEntry", "invalidate", LOOKS_THEN_WRITES)),
        arguments(
            TableExperiments.WalkAgainstFlush.class,
            wrong("tables.GuestWalker", "walkRoot", UNLOCKED)));
  }

  private static Mutation wrong(String owner, String method, Mutation.Kind kind) {
    return new Mutation(owner, method, kind);
  }

  @ParameterizedTest
  @MethodSource("claims")
  void shouldNeverSeeIt(Class<?> experiment, Mutation ignored) throws Exception {
    Race.Round round = MutantLoader.unchanged().experiment(experiment);
    assertThat(Race.reports(ROUNDS, round)).isEmpty();
    assertThat(Cuts.reports(round)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("claims")
  void shouldSeeItWhereTheStepIsNotAtomic(Class<?> experiment, Mutation mistake) throws Exception {
    Race.Round round = MutantLoader.with(mistake).experiment(experiment);
    assertThat(Cuts.search(round)).isNotEmpty();
  }

  /** What a step does first matters, too: the others go wherever they may come between. */
  @ParameterizedTest
  @ValueSource(
      classes = {
        MmuExperiments.WalkAgainstAdd.class,
        MmuExperiments.TwoFree.class,
        MmuExperiments.ReaderAgainstDeletion.class,
        MmuExperiments.QueueAgainstWorker.class,
        GmemExperiments.FaultAgainstRelease.class,
        GmemExperiments.OpenAgainstClose.class,
        NxExperiments.RemoveAgainstLink.class
      })
  void shouldDoFirstWhatOthersRelyOn(Class<?> experiment) throws Exception {
    assertThat(Cuts.reports(MutantLoader.unchanged().experiment(experiment))).isEmpty();
  }

  @Test
  void shouldRefuseRoundsInWhichNothingIsCut() {
    Race.Round withoutPlaces =
        (race, number) -> {
          race.run(List.of(() -> {}, () -> {}));
          return Set.of();
        };
    assertThatThrownBy(() -> Cuts.reports(withoutPlaces))
        .hasMessageContaining("no thread came to a cut");
  }

  @Test
  void shouldReportWhatNeedsNoCut() throws InterruptedException {
    Race.Round wrong =
        (race, number) -> {
          race.run(List.of(() -> {}, () -> {}));
          return Set.of("wrong");
        };
    assertThat(Cuts.reports(wrong)).containsValue(Set.of("wrong"));
  }

  @Test
  void shouldRefuseAMistakeThatChangesNothing() {
    assertThatThrownBy(() -> wrong("mmu.RootList", "head", UNLOCKED).bytes())
        .hasMessageContaining("finds nothing to do wrong");
  }
}
