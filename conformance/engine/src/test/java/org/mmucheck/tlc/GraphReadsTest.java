package org.mmucheck.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mmucheck.catalog.Model.Result;

/** TLC's two searches for a lasso do not read its graph at a time. */
class GraphReadsTest {
  private static final int HANDLE = 1000;
  private static final int LOOP = 12_000;

  @Test
  void shouldMakeReadsExclusive() throws Exception {
    Class<?> graph;
    try (IsolatedLoader loader = new IsolatedLoader()) {
      graph = loader.loadClass(GraphReads.GRAPH);
    }

    List<Method> reads =
        Arrays.stream(graph.getDeclaredMethods())
            .filter(method -> GraphReads.READS.contains(method.getName()))
            .filter(method -> !Modifier.isAbstract(method.getModifiers()))
            .toList();
    assertThat(reads).hasSize(2).allMatch(method -> Modifier.isSynchronized(method.getModifiers()));
  }

  /** Without exclusive reads no run of twelve came to its verdict. */
  @RepeatedTest(3)
  @Tag("slow")
  void shouldFindBothPartsOfLongLasso() throws InterruptedException {
    TlcResult result = TestSpecs.run("LongLasso", "LongLasso");

    assertThat(result.result()).isEqualTo(Result.LIVENESS_FAILURE);
    assertThat(result.errorTrace().states()).hasSizeBetween(HANDLE + LOOP, HANDLE + LOOP + 2);
  }
}
