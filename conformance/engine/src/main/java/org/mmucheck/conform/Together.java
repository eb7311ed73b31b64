package org.mmucheck.conform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mmucheck.sched.Scheduler;

/** Runs controllers side by side, each with actors of its own. */
final class Together {
  private Together() {}

  /** Runs them to their ends; throws what the first of them throws. */
  static void run(List<? extends Runnable> controllers) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(controllers.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (Runnable controller : controllers) {
        Callable<Void> task =
            () -> {
              controller.run();
              return null;
            };
        running.add(threads.submit(() -> Scheduler.run(task)));
      }
      for (Future<?> one : running) {
        try {
          one.get();
        } catch (ExecutionException failed) {
          if (failed.getCause() instanceof Exception exception) {
            throw exception;
          }
          if (failed.getCause() instanceof Error error) {
            throw error;
          }
          throw failed;
        }
      }
    }
  }
}
