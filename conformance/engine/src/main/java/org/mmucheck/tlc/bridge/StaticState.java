package org.mmucheck.tlc.bridge;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tlc2.output.MP;
import tlc2.util.IdThread;
import util.InternTable;
import util.UniqueString;

/**
 * What TLC keeps in static fields, as it was before the first session, and the way back to it. So
 * one copy of TLC, whose code the JVM has compiled by then, serves session after session.
 *
 * <p>Names are the heart of it: TLC numbers texts in the order in which it meets them, compares
 * them by number, and notes in each where the variable or definition of this name is stored. A
 * second model must find neither the numbers nor the places of the first. The table of names goes
 * back to those that TLC's own classes hold, and whatever else could hold a name goes back too.
 */
final class StaticState {
  /** Classes that hold names in constants, so that these have their numbers before all others. */
  private static final List<String> NAMING =
      List.of(
          "tla2sany.st.SyntaxTreeConstants",
          "tla2sany.st.Location",
          "tla2sany.parser.SyntaxTreeNode",
          "tla2sany.semantic.ASTConstants",
          "tla2sany.semantic.Generator",
          "tlc2.tool.ToolGlobals",
          "tlc2.tool.BuiltInOPs",
          "tlc2.tool.Action",
          "tlc2.module.TLC");

  /**
   * Classes whose static fields a session changes. The configuration parser is not among them: it
   * starts over whenever a module is parsed. Nor is TLARegistry, to which the Java half of a
   * standard module adds its operators once, when it is loaded.
   */
  private static final List<String> CHANGING =
      List.of(
          "util.ToolIO",
          "util.UniqueString",
          "tla2sany.parser.Operators",
          "tla2sany.semantic.BuiltInLevel",
          "tla2sany.semantic.Context",
          "tla2sany.semantic.FrontEnd",
          "tla2sany.semantic.SemanticNode",
          "tlc2.TLCGlobals",
          "tlc2.module.TLC",
          "tlc2.output.OutputCollector",
          "tlc2.tool.TLCState",
          "tlc2.tool.TLCStateMut",
          "tlc2.tool.TLCTrace",
          "tlc2.tool.liveness.LiveWorker",
          "tlc2.util.BufferedRandomAccessFile",
          "tlc2.util.FP64",
          "tlc2.value.RandomEnumerableValues",
          "tlc2.value.impl.ModelValue");

  private static final String LOCATION = "loc";

  private final Map<Field, @Nullable Object> references = new LinkedHashMap<>();
  private final Map<Collection<Object>, List<Object>> collections = new IdentityHashMap<>();
  private final Map<Map<Object, Object>, Map<Object, Object>> maps = new IdentityHashMap<>();
  private final Map<AtomicInteger, Integer> counters = new IdentityHashMap<>();
  private final InternTable names;
  private final Map<Field, Object> nameTable = new LinkedHashMap<>();
  private final Map<UniqueString, Integer> locations = new IdentityHashMap<>();
  private final Field location;

  private StaticState() throws ReflectiveOperationException {
    for (String name : NAMING) {
      initialized(name);
    }
    for (String name : CHANGING) {
      remember(initialized(name));
    }
    names = UniqueString.internTbl;
    location = accessible(UniqueString.class.getDeclaredField(LOCATION));
    for (Field field : InternTable.class.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        Object value = accessible(field).get(names);
        if (value instanceof UniqueString[] table) {
          value = table.clone();
          for (UniqueString each : table) {
            if (each != null) {
              locations.put(each, location.getInt(each));
            }
          }
        }
        if (value != null) {
          nameTable.put(field, value);
        }
      }
    }
  }

  /** Of a copy of TLC that has not run yet. */
  static StaticState ofNewCopy() {
    try {
      return Beans.takenBack(StaticState::new);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this TLC is not the one that mmucheck is built for", e);
    }
  }

  /** Forgets all sessions until now. None may be open. */
  void restore() {
    try {
      for (Map.Entry<Field, @Nullable Object> each : references.entrySet()) {
        each.getKey().set(null, each.getValue());
      }
      collections.forEach(
          (collection, content) -> {
            collection.clear();
            collection.addAll(content);
          });
      maps.forEach(
          (map, content) -> {
            map.clear();
            map.putAll(content);
          });
      counters.forEach(AtomicInteger::set);
      for (Map.Entry<Field, Object> each : nameTable.entrySet()) {
        Object value = each.getValue();
        each.getKey().set(names, value instanceof UniqueString[] table ? table.clone() : value);
      }
      for (Map.Entry<UniqueString, Integer> each : locations.entrySet()) {
        location.setInt(each.getKey(), each.getValue());
      }
      forgetWarnings();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("TLC's static state cannot be restored", e);
    }
    IdThread.resetCurrentState();
  }

  /** TLC gives each warning once. */
  private static void forgetWarnings() throws ReflectiveOperationException {
    Constructor<MP> constructor = MP.class.getDeclaredConstructor();
    constructor.setAccessible(true);
    accessible(MP.class.getDeclaredField("instance")).set(null, constructor.newInstance());
  }

  @SuppressWarnings("unchecked") // the content goes back where it came from
  private void remember(Class<?> type) throws IllegalAccessException {
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) || field.isSynthetic()) {
        continue;
      }
      Object value = accessible(field).get(null);
      if (!Modifier.isFinal(field.getModifiers())) {
        references.put(field, value);
      }
      if (value instanceof Collection<?> collection) {
        collections.put((Collection<Object>) collection, new ArrayList<>(collection));
      } else if (value instanceof Map<?, ?> map) {
        maps.put((Map<Object, Object>) map, new HashMap<>(map));
      } else if (value instanceof AtomicInteger counter) {
        counters.put(counter, counter.get());
      }
    }
  }

  private static Class<?> initialized(String name) throws ClassNotFoundException {
    return Class.forName(name, true, StaticState.class.getClassLoader());
  }

  private static Field accessible(Field field) {
    field.setAccessible(true);
    return field;
  }
}
