package org.mmucheck.model;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmucheck.model.offending.Offender;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Tasks share every object of the implementation, be it only that one looks while another is
 * parked. So each field is final, volatile or guarded; Error Prone sees to it that who uses a
 * guarded one holds the lock that it names. And what a field refers to is itself safe to share: one
 * of our classes, of java.util.concurrent, a value; or it is named as fixed.
 */
class SharedFieldsTest {
  private static final Set<String> VALUES =
      Set.of("java.lang.String", "java.lang.Boolean", "java.lang.Runnable");

  private static final ArchRule RULE =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("org.mmucheck.model..")
          .should(beSafeToShare());

  @Test
  void shouldGuardWhateverTasksShare() {
    JavaClasses model =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.mmucheck.model");
    assertThat(model.stream().mapToInt(c -> c.getFields().size()).sum()).isGreaterThan(200);
    RULE.check(model);
  }

  @Test
  void shouldRefuseFieldsThatNothingGuards() {
    assertThat(RULE.evaluate(new ClassFileImporter().importClasses(Offender.class)))
        .satisfies(
            result ->
                assertThat(result.getFailureReport().getDetails())
                    .extracting(line -> line.replaceFirst(".*Offender\\.(\\w+)>.*", "$1"))
                    .containsExactlyInAnyOrder(
                        "wrongStatic",
                        "wrongPlain",
                        "wrongArray",
                        "wrongList",
                        "wrongVolatileList",
                        "wrongObject",
                        "wrongFixed"));
  }

  /** Each volatile of the code is missed where it is taken away. */
  @Test
  void shouldMissEveryVolatile(@TempDir Path folder) throws Exception {
    Path classes =
        Path.of(Design.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> dropped = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        Path copy = folder.resolve(classes.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.write(copy, withoutVolatile(Files.readAllBytes(file), dropped));
      }
    }
    assertThat(dropped).hasSizeGreaterThan(80);
    assertThat(
            RULE.evaluate(new ClassFileImporter().importPath(folder))
                .getFailureReport()
                .getDetails())
        .extracting(line -> line.replaceFirst("Field <([^>]+)>.*", "$1"))
        .containsExactlyInAnyOrderElementsOf(dropped);
  }

  private static byte[] withoutVolatile(byte[] bytes, List<String> dropped) {
    ClassReader reader = new ClassReader(bytes);
    String owner = reader.getClassName().replace('/', '.');
    ClassWriter writer = new ClassWriter(0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public FieldVisitor visitField(
              int access, String name, String descriptor, String signature, Object value) {
            if ((access & Opcodes.ACC_VOLATILE) != 0) {
              dropped.add(owner + "." + name);
            }
            return super.visitField(
                access & ~Opcodes.ACC_VOLATILE, name, descriptor, signature, value);
          }
        },
        0);
    return writer.toByteArray();
  }

  private static ArchCondition<JavaField> beSafeToShare() {
    return new ArchCondition<>("be safe for tasks to share") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        String fault = fault(field);
        if (!fault.isEmpty()) {
          events.add(
              SimpleConditionEvent.violated(
                  field,
                  field.getDescription() + " " + fault + " in " + field.getOwner().getName()));
        }
      }
    };
  }

  /** What is wrong with it; empty if nothing is. */
  private static String fault(JavaField field) {
    if (field.isAnnotatedWith(GuardedBy.class)) {
      return "";
    }
    Set<JavaModifier> modifiers = field.getModifiers();
    if (modifiers.contains(JavaModifier.SYNTHETIC)) {
      return ""; // the compiler's own
    }
    boolean isFinal = modifiers.contains(JavaModifier.FINAL);
    if (!isFinal && !modifiers.contains(JavaModifier.VOLATILE)) {
      return "is neither final, volatile nor @GuardedBy";
    }
    if (!isFinal && modifiers.contains(JavaModifier.STATIC)) {
      return "is shared by all VMs";
    }
    return isSafe(field.getRawType()) || field.isAnnotatedWith(Fixed.class)
        ? ""
        : "refers to what may change: neither @GuardedBy nor @Fixed";
  }

  private static boolean isSafe(JavaClass type) {
    return type.isPrimitive()
        || VALUES.contains(type.getName())
        || type.getPackageName().startsWith("java.util.concurrent")
        || type.getPackageName().equals("java.util.function")
        || type.getPackageName().equals("java.lang.invoke")
        || type.getPackageName().startsWith("org.mmucheck.model") && !type.isArray();
  }
}
