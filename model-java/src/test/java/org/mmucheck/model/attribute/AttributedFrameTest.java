package org.mmucheck.model.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmucheck.model.Task;

class AttributedFrameTest {
  private final Task vcpu = Task.free("v0");

  /** Wherever the handler compares the kinds. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldLeaveAnAccessOfTheWrongKindToUserSpace(boolean checkBelow) {
    AttributedFrame frame = frame(checkBelow);
    MemoryKind kind = frame.attribute();

    assertThat(frame.handle(vcpu, new AttributeFault(kind.other()))).isFalse();
    assertThat(frame.spte()).isEqualTo(AttributeFault.NONE);

    assertThat(frame.handle(vcpu, new AttributeFault(kind))).isTrue();
    assertThat(frame.spte()).isEqualTo(AttributedFrame.pageOf(kind));
  }

  private static AttributedFrame frame(boolean checkBelow) {
    return new AttributedFrame(
        new AttributePolicy(true, true, false, checkBelow, true, false, true, true, true, true));
  }
}
