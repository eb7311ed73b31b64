package org.mmucheck.model.attribute;

import org.mmucheck.model.inside.Experiment;

/** What a frame with an attribute claims of its changes. */
public final class AttributeExperiments {
  private AttributeExperiments() {}

  /** AttributedFrame: of two changes each makes the frame the other kind. */
  public static final class TwoChange extends Experiment {
    @Override
    protected boolean sees() throws InterruptedException {
      AttributedFrame frame =
          new AttributedFrame(
              new AttributePolicy(true, true, false, true, true, false, true, true, true, true));
      MemoryKind before = frame.attribute();
      together(
          () -> frame.change(one, new AttributeChange()),
          () -> frame.change(two, new AttributeChange()));
      return frame.attribute() != before;
    }
  }
}
