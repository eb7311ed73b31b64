package org.mmucheck.conform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mmucheck.sched.Scheduler;
import org.mmucheck.sched.StuckActorException;

/** Runs controllers side by side, each with actors of its own. */
final class Together {
  /** One that leads actors. */
  interface Controller extends Runnable {
    /** It does not come to an end, since code that it has called does not. */
    void endless(StuckActorException stuck);
  }

  private Together() {}

  /** Runs them to their ends; throws what the first of them throws. */
  static void run(List<? extends Controller> controllers) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(controllers.size())) {
      List<Future<?>> running = new ArrayList<>();
      for (Controller controller : controllers) {
        Callable<Void> task =
            () -> {
              controller.run();
              return null;
            };
        running.add(
            threads.submit(
                () -> {
                  try {
                    return Scheduler.run(task);
                  } catch (StuckActorException stuck) {
                    controller.endless(stuck);
                    return null;
                  }
                }));
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
