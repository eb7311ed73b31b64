package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions share TLC's jar and nothing else. */
class ConcurrentSessionsTest {
  private static final int THREADS = 4;
  private static final int SESSIONS_EACH = 100;

  @TempDir Path scratch;

  @Test
  void shouldReadStandardModulesWhileOtherSessionsEnd() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> read = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Path folder = scratch.resolve("thread" + i);
        read.add(threads.submit(() -> readInSessions(folder)));
      }
      for (Future<Integer> each : read) {
        assertThat(each.get()).isEqualTo(SESSIONS_EACH);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** What every session does first, in as many as it takes for the ends to meet the beginnings. */
  private static int readInSessions(Path folder) throws Exception {
    int complete = 0;
    for (int i = 0; i < SESSIONS_EACH; i++) {
      try (IsolatedLoader loader = new IsolatedLoader()) {
        Class<?> specFiles = loader.loadClass("org.mmucheck.tlc.bridge.SpecFiles");
        Constructor<?> constructor =
            specFiles.getDeclaredConstructor(List.class, Path.class, Path.class);
        constructor.setAccessible(true);
        Object files =
            constructor.newInstance(
                List.of(TestSpecs.DIR),
                TestSpecs.DIR.resolve("Counter.cfg"),
                folder.resolve("session" + i));
        Method resolve = specFiles.getDeclaredMethod("resolve", String.class, boolean.class);
        resolve.setAccessible(true);
        File module = (File) resolve.invoke(files, "Naturals", true);
        complete += Files.readString(module.toPath()).strip().endsWith("====") ? 1 : 0;
      }
    }
    return complete;
  }
}
