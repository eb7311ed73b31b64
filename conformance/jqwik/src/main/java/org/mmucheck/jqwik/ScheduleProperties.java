package org.mmucheck.jqwik;

import java.util.List;
import java.util.Random;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.mmucheck.fuzz.Attempts;

/**
 * The property that jqwik drives: whatever the schedule, code and spec agree and the invariants
 * hold.
 */
class ScheduleProperties {
  /** Far more than the sum of all weights, so that remainders are even. */
  private static final int CHOICES = 1 << 28;

  /** One choice in this many tries what the spec disables. */
  private static final int REFUSALS = 8;

  /** Takes tries and seed from the run. */
  static final class Limits implements AroundPropertyHook {
    @Override
    public PropertyExecutionResult aroundProperty(
        PropertyLifecycleContext context, PropertyExecutor property) {
      Attempts run = JqwikDriver.current();
      context.attributes().setTries(run.tries());
      context.attributes().setSeed(Long.toString(run.seed()));
      return property.execute();
    }
  }

  /** Shrinks without a limit in time: the run limits the number of attempts. */
  @AddLifecycleHook(Limits.class)
  @Property(
      generation = GenerationMode.RANDOMIZED,
      edgeCases = EdgeCasesMode.NONE,
      shrinking = ShrinkingMode.FULL,
      afterFailure = AfterFailureMode.RANDOM_SEED)
  void codeFollowsSpec(@ForAll("habits") long habits, @ForAll("schedules") List<Integer> choices) {
    JqwikDriver.current().attempt(habits, choices);
  }

  /** Seeds of {@link Habits}. Not shrinkable: other habits give quite another schedule. */
  @Provide
  Arbitrary<Long> habits() {
    return Arbitraries.randomValue(Random::nextLong);
  }

  @Provide
  Arbitrary<List<Integer>> schedules() {
    return Arbitraries.integers()
        .between(-CHOICES / (REFUSALS - 1), CHOICES - 1)
        .withDistribution(RandomDistribution.uniform())
        .shrinkTowards(0)
        .list()
        .ofMaxSize(JqwikDriver.current().maxSteps())
        .withSizeDistribution(RandomDistribution.uniform());
  }
}
