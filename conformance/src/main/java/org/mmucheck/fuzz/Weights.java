package org.mmucheck.fuzz;

import java.util.Random;

/**
 * How probable each action is in one schedule, before knowing what is enabled.
 *
 * <p>With all actions alike a random walk dithers: many steps of one task in a row, or a task that
 * waits long, are improbable. So each schedule prefers other actions, some of them much (swarm
 * testing). Measured on NoRootUAF of the root's lifetime c5: with even weights three seeds needed
 * 127, 489 and 1646 schedules of up to 256 attempts; with such weights 16 seeds needed 235 of up to
 * 200 on the average and 839 at worst.
 */
final class Weights {
  /** Weights are the powers of 4 up to the third. */
  private static final int LEVELS = 4;

  private Weights() {}

  /** The weights of {@code actions} actions, a function of {@code seed}. */
  static int[] of(long seed, int actions) {
    Random random = new Random(seed);
    int[] weights = new int[actions];
    for (int i = 0; i < actions; i++) {
      weights[i] = 1 << (2 * random.nextInt(LEVELS));
    }
    return weights;
  }
}
