package org.mmucheck.kvm;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.mmucheck.model.Probe;
import org.mmucheck.model.Step;
import org.mmucheck.subject.StepListener;
import org.mmucheck.subject.StepNames;

/**
 * Free running with a listener, who is told of the steps that a module distinguishes. What the
 * environment decides is left to the machine, and now and then to chance.
 */
final class ToldProbe extends Probe {
  private static final String[] NAMES = names();

  private final String task;
  private final StepListener listener;
  private final Set<Step> points;

  ToldProbe(String task, StepListener listener, Set<Step> points) {
    this.task = task;
    this.listener = listener;
    this.points = points;
  }

  private static String[] names() {
    return Arrays.stream(Step.values()).map(StepNames::inSpec).toArray(String[]::new);
  }

  @Override
  public void before(Step step) {
    if (points.contains(step)) {
      listener.before(task, NAMES[step.ordinal()]);
    }
  }

  @Override
  public void before(Step step, BooleanSupplier ready) {
    before(step);
  }

  @Override
  public boolean elects(Step elective, Step otherwise, BooleanSupplier natural) {
    boolean chosen =
        points.contains(elective)
            && (natural.getAsBoolean() || ThreadLocalRandom.current().nextInt(4) == 0);
    before(chosen ? elective : otherwise);
    return chosen;
  }
}
