package org.mmucheck.jqwik;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs one class of jqwik properties in this process, silently and without files. */
final class JqwikEngine {
  /** Held, since loggers that nobody holds lose their level. */
  private static final Logger LOG = Logger.getLogger("net.jqwik");

  private JqwikEngine() {}

  /**
   * @return how the class's only property ended
   * @throws IllegalStateException if it was not run
   */
  static TestExecutionResult run(Class<?> properties) {
    LOG.setLevel(Level.WARNING); // without a database jqwik says so, at each run
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(properties))
            .enableImplicitConfigurationParameters(false)
            .configurationParameter("jqwik.database", "")
            .configurationParameter("jqwik.reporting.usejunitplatform", "true")
            .configurationParameter("jqwik.reporting.onlyfailures", "true")
            .build();
    Results results = new Results();
    launcher().execute(request, results);
    return results.only();
  }

  private static Launcher launcher() {
    return LauncherFactory.create(
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .addTestEngines(engine())
            .build());
  }

  private static TestEngine engine() {
    return ServiceLoader.load(TestEngine.class, JqwikEngine.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.getId().equals("jqwik"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("jqwik is not on the class path"));
  }

  private static final class Results implements TestExecutionListener {
    private Optional<TestExecutionResult> result = Optional.empty();
    private final List<TestExecutionResult> containers = new ArrayList<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult finished) {
      if (test.isTest()) {
        result = Optional.of(finished);
      } else if (finished.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
        containers.add(finished);
      }
    }

    private TestExecutionResult only() {
      return result.orElseThrow(
          () ->
              new IllegalStateException(
                  "jqwik ran no property",
                  containers.stream()
                      .flatMap(failed -> failed.getThrowable().stream())
                      .findFirst()
                      .orElse(null)));
    }
  }
}
