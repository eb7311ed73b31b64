package org.mmucheck.examples.termination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RingTest {
  @Test
  void shouldTakeAtLeastTwoNodes() {
    assertThatThrownBy(() -> new Ring<String>(1)).hasMessageContaining("at least 2");
  }

  @Test
  void shouldNotLetAPassiveNodeSendOrFinish() {
    Ring<String> ring = new Ring<>(2);
    ring.node(0).finish();
    assertThatThrownBy(() -> ring.node(0).send(ring.node(1), "work"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(ring.node(0)::finish).isInstanceOf(IllegalStateException.class);
    assertThat(ring.node(1).view().inbox()).isZero();
  }

  @Test
  void shouldWakeANodeThatReceives() throws InterruptedException {
    Ring<String> ring = new Ring<>(2);
    ring.node(1).finish();
    ring.node(0).send(ring.node(1), "work");
    assertThat(ring.node(1).view().active()).isFalse();
    assertThat(ring.node(1).receive()).isEqualTo("work");
    assertThat(ring.node(1).view().active()).isTrue();
    assertThat(ring.node(1).view().colour()).isEqualTo(Colour.BLACK);
    assertThat(ring.node(0).view().balance() + ring.node(1).view().balance()).isZero();
  }
}
