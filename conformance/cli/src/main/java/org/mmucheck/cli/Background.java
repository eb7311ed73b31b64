package org.mmucheck.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A task on a thread of its own, which closing abandons. */
final class Background<T> implements AutoCloseable {
  private final ExecutorService thread;
  private final Future<T> task;

  private Background(ExecutorService thread, Future<T> task) {
    this.thread = thread;
    this.task = task;
  }

  static <T> Background<T> of(Callable<T> task) {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    return new Background<>(thread, thread.submit(task));
  }

  /** The task's result, or what it threw. */
  T result() throws InterruptedException {
    return resultOf(task);
  }

  /** The result of a running task, or what it threw, without the wrapping. */
  static <T> T resultOf(Future<T> task) throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
