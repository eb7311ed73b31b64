package org.mmucheck.linux.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mmucheck.input.InputException;

/** One recorded machine, and the same once more as another one at the same time. */
class MachinesTest {
  private static final String RELEASE = "7.3.4";
  private static final long AWAY = 0x100000;

  private List<KernelEvent> all;
  private List<KernelEvent> own;
  private long machine;

  @BeforeEach
  void read() throws IOException {
    all = TraceTextTest.read(RELEASE, TraceTextTest.text(RELEASE)).events();
    own = Machines.one("x", all, null);
    machine =
        all.stream()
            .filter(event -> event.is("fault"))
            .map(event -> FaultSteps.required(event.number("kvm")))
            .findFirst()
            .orElseThrow();
  }

  @Test
  void shouldLeaveOutLocksOfOthers() {
    assertThat(own)
        .filteredOn(event -> event.number("lock") != null)
        .isNotEmpty()
        .allMatch(event -> FaultSteps.required(event.number("lock")) == machine);
    assertThat(all).anyMatch(event -> event.number("lock") != null && !own.contains(event));
  }

  @Test
  void shouldTellTwoMachinesApart() {
    List<KernelEvent> both = both();
    assertThatThrownBy(() -> Machines.one("x", both, null))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(Long.toHexString(machine))
        .hasMessageContaining("--vm");
    assertThat(names(Machines.one("x", both, machine))).isEqualTo(names(own));
    assertThat(names(Machines.one("x", both, machine + AWAY))).isEqualTo(names(own));
  }

  @Test
  void shouldNameTheMachinesThereAre() {
    assertThatThrownBy(() -> Machines.one("x", all, 0x1234L))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no machine 0x1234 has a fault")
        .hasMessageContaining(Long.toHexString(machine));
  }

  @Test
  void shouldRefuseMachineThatWasThereBefore() {
    List<KernelEvent> without = all.stream().filter(event -> !event.is("init_vm")).toList();
    assertThatThrownBy(() -> Machines.one("x", without, null))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("before the recording")
        .hasMessageContaining("start it after");
  }

  private List<KernelEvent> both() {
    List<KernelEvent> both = new ArrayList<>();
    for (KernelEvent event : all) {
      Map<String, Object> moved = new HashMap<>(event.fields());
      moved.replaceAll(
          (field, value) ->
              List.of("kvm", "mn", "lock").contains(field)
                  ? (Object) ((Long) value + AWAY)
                  : value);
      both.add(
          new KernelEvent(event.line(), 2 * event.n(), event.task(), event.name(), event.fields()));
      both.add(
          new KernelEvent(
              event.line(), 2 * event.n() + 1, event.task() + 1000, event.name(), moved));
    }
    return both;
  }

  private static List<String> names(List<KernelEvent> events) {
    return events.stream().map(event -> event.name() + event.line()).toList();
  }
}
