package org.mmucheck.mutants.code.tests;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.mmucheck.input.InputException;

/**
 * Compiled JUnit tests of the code under test.
 *
 * <p>Concurrency: any thread may run a class; each run has a launcher of its own.
 */
public final class TestClasses {
  private static final String ENDING = "Test.class";

  private final ClassLoader loader;
  private final List<Path> classPath;
  private final List<String> names;

  private TestClasses(ClassLoader loader, List<Path> classPath, List<String> names) {
    this.loader = loader;
    this.classPath = List.copyOf(classPath);
    this.names = List.copyOf(names);
  }

  /** None. */
  public static TestClasses none() {
    return new TestClasses(TestClasses.class.getClassLoader(), List.of(), List.of());
  }

  /**
   * The tests in folders of classes.
   *
   * @param classPath folders of tests, and folders and jars of what they need that this program
   *     lacks
   * @throws InputException if one of them is not there, or no folder has a test
   */
  public static TestClasses of(List<Path> classPath) {
    List<URL> urls = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Path each : classPath) {
      if (!Files.exists(each)) {
        throw new InputException(each.toString(), "", "no such file or folder");
      }
      try {
        urls.add(each.toUri().toURL());
        if (Files.isDirectory(each)) {
          names.addAll(in(each));
        }
      } catch (MalformedURLException e) {
        throw new InputException(each.toString(), "", "no path of classes: " + e.getMessage());
      } catch (IOException e) {
        throw new InputException(each.toString(), "", "cannot be read: " + e.getMessage());
      }
    }
    if (names.isEmpty()) {
      String all = String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList());
      throw new InputException(all, "", "has no class *" + ENDING + ": run mvn test-compile first");
    }
    ClassLoader parent = TestClasses.class.getClassLoader();
    return new TestClasses(new URLClassLoader(urls.toArray(new URL[0]), parent), classPath, names);
  }

  private static List<String> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .map(name -> name.replace(File.separatorChar, '.'))
          .sorted()
          .toList();
    }
  }

  /** Finds the tests, and what they test, as they are. */
  public ClassLoader loader() {
    return loader;
  }

  /** The classes' names. */
  public List<String> names() {
    return names;
  }

  /** Whether a class stands beside the tests, so that it is one of them or serves them. */
  public boolean has(String className) {
    String file = className.replace('.', File.separatorChar) + ".class";
    return classPath.stream().anyMatch(folder -> Files.exists(folder.resolve(file)));
  }

  /**
   * Runs the tests of a class, on the calling thread.
   *
   * @return what failed first, on one line; null if nothing did
   */
  public static @Nullable String failure(Class<?> test) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(test))
            .build();
    FirstFailure first = new FirstFailure();
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    thread.setContextClassLoader(test.getClassLoader());
    try {
      launcher().execute(request, first);
    } finally {
      thread.setContextClassLoader(own);
    }
    return first.says;
  }

  /** Jupiter alone: another engine, or a listener of a build, has no business here. */
  private static Launcher launcher() {
    return LauncherFactory.create(
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .addTestEngines(new JupiterTestEngine())
            .build());
  }

  /** Remembers the first test, or container of tests, that failed. */
  private static final class FirstFailure implements TestExecutionListener {
    private static final int LONGEST = 600; // JUnit tells the stack of a class that does not load

    private @Nullable String says;

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (says == null && result.getStatus() == TestExecutionResult.Status.FAILED) {
        String why = result.getThrowable().map(Throwable::toString).orElse("it failed");
        String line = test.getDisplayName() + ": " + why.strip().replaceAll("\\s+", " ");
        says = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
      }
    }
  }
}
