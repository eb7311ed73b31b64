package org.mmucheck.junit;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.mmucheck.subject.Adapter;
import org.mmucheck.workbench.Workbench;

/**
 * The tests of {@link SpecTest} for a factory:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicNode> specs() {
 *   return SpecTests.of(Path.of("spec"), new BoundedQueueAdapter());
 * }
 * }</pre>
 */
public final class SpecTests {
  private static final int TRIES = 200;
  private static final long SEED = 1;

  private SpecTests() {}

  /**
   * A container of tests for each adapter's module.
   *
   * @throws org.mmucheck.input.InputException if the manifest is malformed or lists no model of one
   *     of the modules
   */
  public static Stream<DynamicNode> of(Path specDir, Adapter... adapters) {
    Workbench specs = Workbench.open(specDir, List.of(adapters));
    return Arrays.stream(adapters).map(adapter -> container(specs, adapter));
  }

  private static DynamicNode container(Workbench specs, Adapter adapter) {
    Again again = new Again(specs.specDir(), "", adapter.module());
    return DynamicContainer.dynamicContainer(
        adapter.module(),
        new ModelTests(specs, again, TRIES, SEED)
            .of(adapter.module())
            .map(test -> DynamicTest.dynamicTest(test.name(), () -> test.run(adapter))));
  }
}
