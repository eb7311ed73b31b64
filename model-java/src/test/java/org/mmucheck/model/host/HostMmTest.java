package org.mmucheck.model.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.mmucheck.model.Splats;
import org.mmucheck.model.Task;

class HostMmTest {
  private final Splats splats = new Splats();
  private final Task task = Task.free("n0");

  private HostMm host(PageKind kind) {
    return new HostMm(1, 2, kind, splats);
  }

  private void replacePage(HostMm mm) {
    mm.change(mm.prepareChange(task, 0, 0, mm.page(1)));
  }

  @Test
  void shouldNotFreeAPageThatIsMapped() {
    HostMm mm = host(PageKind.ANON);
    assertThat(mm.free(mm.page(0))).isFalse();
  }

  @Test
  void shouldKeepAnUnmappedPageUntilTheLastPut() {
    HostMm mm = host(PageKind.ANON);
    Page held = mm.getUserPage(0);
    replacePage(mm);
    assertThat(mm.free(held)).as("GUP's reference keeps it").isFalse();
    held.put();
    assertThat(mm.free(held)).isTrue();
    assertThat(mm.reuse(held)).isTrue();
    assertThat(mm.free(held)).as("it is somebody else's now").isFalse();
  }

  @Test
  void shouldMapTheNewPageAfterAChange() {
    HostMm mm = host(PageKind.ANON);
    replacePage(mm);
    assertThat(mm.pte(0)).isSameAs(mm.page(1));
    assertThat(mm.page(1).refs()).isEqualTo(1);
    assertThat(mm.page(0).refs()).isZero();
  }

  @Test
  void shouldRefuseToAllocateAPageTwice() {
    HostMm mm = host(PageKind.ANON);
    assertThat(mm.prepareChange(task, 0, 0, mm.page(1))).isNotNull();
    assertThat(mm.prepareChange(task, 0, 0, mm.page(1))).isNull();
  }

  @Test
  void shouldNotGiveAwayABusyDevicePage() {
    HostMm mm = host(PageKind.ZONE_DEVICE);
    Page busy = mm.getUserPage(0);
    assertThat(mm.giveAway(busy)).as("it is mapped").isFalse();
    replacePage(mm);
    assertThat(mm.giveAway(busy)).as("it is busy").isFalse();
    busy.put();
    assertThat(mm.giveAway(busy)).isTrue();
    assertThat(mm.free(busy)).as("a device page is never free").isFalse();
  }

  @Test
  void shouldNotGiveAwayADevicePageBeforeItIsMapped() {
    HostMm mm = host(PageKind.ZONE_DEVICE);
    mm.prepareChange(task, 0, 0, mm.page(1));
    assertThat(mm.giveAway(mm.page(1))).isFalse();
  }

  @Test
  void shouldLeavePinnedPagesDirty() {
    HostMm mm = host(PageKind.FILE);
    Page pinned = mm.pinUserPage(0);
    assertThat(mm.clean(pinned)).isFalse();
    pinned.unpin();
    assertThat(mm.clean(pinned)).isTrue();
  }

  @Test
  void shouldReportAWriteBehindTheFileSystemsBack() {
    HostMm mm = host(PageKind.FILE);
    Page page = mm.getUserPage(0);
    mm.clean(page);
    page.write();
    assertThat(splats.reports()).containsExactly("write to a clean page");
  }

  @Test
  void shouldReportAWriteToAFreedPage() {
    HostMm mm = host(PageKind.ANON);
    Page page = mm.page(0);
    replacePage(mm);
    page.write();
    assertThat(splats.reports()).as("it is not freed yet").isEmpty();
    mm.free(page);
    page.write();
    assertThat(splats.reports()).containsExactly("use-after-free: page");
  }

  @Test
  void shouldEndATeardownOnceNobodyRefersToAPage() {
    HostMm mm = host(PageKind.ZONE_DEVICE);
    mm.tearDownDevice(mm.prepareChange(task, 0, 0, null));
    assertThat(mm.pte(0)).isNull();
  }

  @Test
  void shouldGiveUpATeardownThatIsInterrupted() {
    HostMm mm = host(PageKind.ZONE_DEVICE);
    mm.getUserPage(0);
    PteChange change = mm.prepareChange(task, 0, 0, null);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> mm.tearDownDevice(change))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in use");
  }
}
