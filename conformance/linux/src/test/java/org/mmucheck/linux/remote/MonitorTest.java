package org.mmucheck.linux.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonitorTest {
  private static final String GREETING = "{\"QMP\": {\"version\": {}, \"capabilities\": []}}";
  private static final String DONE = "{\"return\": \"\"}";

  /** Says a line at each request, whatever it is. */
  private static final class Lines implements Wire {
    private final Deque<Integer> outgoing = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final Deque<String> answers;

    Lines(String... answers) {
      this.answers = new ArrayDeque<>(List.of(answers));
      say(GREETING);
    }

    private void say(String line) {
      (line + "\n").chars().forEach(outgoing::add);
    }

    @Override
    public void write(byte[] bytes) {
      asked.add(new String(bytes, StandardCharsets.UTF_8).strip());
      String answer = asked.size() == 1 ? "{\"return\": {}}" : answers.poll();
      if (answer != null) {
        answer.lines().forEach(this::say);
      }
    }

    @Override
    public int read(Duration limit) {
      Integer next = outgoing.poll();
      return next == null ? NOTHING : next;
    }

    @Override
    public void close() {}
  }

  @Test
  void shouldSaveAndLoadSnapshots() {
    Lines wire = new Lines(DONE, DONE);
    Monitor monitor = new Monitor(wire);
    monitor.save("here");
    monitor.load("here");
    assertThat(wire.asked.get(1)).contains("human-monitor-command").contains("savevm here");
    assertThat(wire.asked.get(2)).contains("loadvm here");
  }

  @Test
  void shouldPassOverEventsThatComeInBetween() {
    Lines wire = new Lines("{\"event\": \"STOP\"}\n" + DONE);
    new Monitor(wire).save("here");
    assertThat(wire.asked).hasSize(2);
  }

  @Test
  void shouldSayWhatQemuRefuses() {
    Monitor refused = new Monitor(new Lines("{\"error\": {\"desc\": \"no such file\"}}"));
    assertThatThrownBy(() -> refused.dump(0, 0x1000, 8, Path.of("/tmp/x")))
        .isInstanceOf(RemoteException.class)
        .hasMessage("QEMU refuses memsave: no such file");
  }

  @Test
  void shouldTakeASnapshotThatFailsForAFailure() {
    Monitor failing = new Monitor(new Lines("{\"return\": \"Error: no block device\\r\\n\"}"));
    assertThatThrownBy(() -> failing.save("here"))
        .isInstanceOf(RemoteException.class)
        .hasMessage("QEMU answers 'Error: no block device' to savevm here");
  }

  @Test
  void shouldSayThatQemuDoesNotAnswer() {
    Monitor silent = new Monitor(new Lines());
    assertThatThrownBy(silent::quit)
        .isInstanceOf(RemoteException.class)
        .hasMessage("QEMU's monitor does not answer");
  }
}
