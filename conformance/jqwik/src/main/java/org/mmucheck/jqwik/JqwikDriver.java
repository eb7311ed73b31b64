package org.mmucheck.jqwik;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.mmucheck.fuzz.Attempts;
import org.mmucheck.fuzz.ScheduleDriver;

/**
 * Has jqwik draw and shrink schedules. jqwik instantiates the class of its property itself, so the
 * run is handed over by the thread that both share.
 */
public final class JqwikDriver implements ScheduleDriver {
  private static final ThreadLocal<@Nullable Attempts> CURRENT = new ThreadLocal<>();

  @Override
  public boolean drive(Attempts attempts) {
    CURRENT.set(attempts);
    try {
      TestExecutionResult result = JqwikEngine.run(ScheduleProperties.class);
      boolean failed = result.getThrowable().filter(AssertionError.class::isInstance).isPresent();
      if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL && !failed) {
        throw new IllegalStateException("jqwik itself fails", result.getThrowable().orElse(null));
      }
      return result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
    } finally {
      CURRENT.remove();
    }
  }

  static Attempts current() {
    Attempts attempts = CURRENT.get();
    if (attempts == null) {
      throw new IllegalStateException("this property runs within a Fuzzer only");
    }
    return attempts;
  }
}
