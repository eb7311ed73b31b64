package org.mmucheck.junit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.mmucheck.subject.Adapter;
import org.mmucheck.subject.Scene;
import org.mmucheck.workbench.Workbench;

/** Makes a test of each check of each model of a {@link Binds} method. */
final class SpecExtension implements TestTemplateInvocationContextProvider {
  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return context.getTestMethod().filter(m -> m.isAnnotationPresent(Binds.class)).isPresent();
  }

  /** {@code -Dmmucheck.only} may leave none. */
  @Override
  public boolean mayReturnZeroTestTemplateInvocationContexts(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Method method = context.getRequiredTestMethod();
    SpecTest test = specTest(context.getRequiredTestClass(), method);
    if (!Arrays.equals(method.getParameterTypes(), new Class<?>[] {Scene.class})) {
      throw new ExtensionConfigurationException(method + " must take one Scene and nothing else");
    }
    String module = method.getAnnotation(Binds.class).value();
    Path specDir = Path.of(test.value());
    Again again = new Again(specDir, method.getDeclaringClass().getName(), module);
    ModelTests tests =
        new ModelTests(Workbench.open(specDir, List.of()), again, test.tries(), test.seed());
    return tests.of(module).map(OneTest::new);
  }

  private static SpecTest specTest(Class<?> type, Method method) {
    for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
      SpecTest test = at.getAnnotation(SpecTest.class);
      if (test != null) {
        return test;
      }
    }
    throw new ExtensionConfigurationException(
        method + " binds a spec, but its class does not say where: add @SpecTest(\"spec\")");
  }

  /** One test; the method is called as often as the code is run, not as the test itself. */
  private record OneTest(ModelTest test)
      implements TestTemplateInvocationContext, InvocationInterceptor, ParameterResolver {
    @Override
    public String getDisplayName(int index) {
      return test.name();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Scene.class;
    }

    /** {@inheritDoc} JUnit asks before it lets us intercept; nobody gets to see the answer. */
    @Override
    public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return null;
    }

    @Override
    public void interceptTestTemplateMethod(
        InvocationInterceptor.Invocation<Void> invocation,
        ReflectiveInvocationContext<Method> called,
        ExtensionContext context)
        throws Throwable {
      invocation.skip();
      Object target = called.getTarget().orElse(null);
      Method method = called.getExecutable();
      method.setAccessible(true);
      String module = method.getAnnotation(Binds.class).value();
      Class<?> binder = method.getDeclaringClass();
      test.run(Adapter.of(module, binder, scene -> set(method, target, scene)));
    }
  }

  private static void set(Method method, @Nullable Object target, Scene scene) {
    try {
      method.invoke(target, scene);
    } catch (IllegalAccessException e) {
      throw new ExtensionConfigurationException(method + " cannot be called", e);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(method + " fails", e.getCause());
    }
  }
}
