package org.mmucheck.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.mmucheck.sched.Actor;
import org.mmucheck.sched.Scheduler;

class FingerprintTest {
  private static class Node {
    Object next;
    Object other;
    int number;
    boolean flag;
    double weight;

    Node(Object next) {
      this.next = next;
    }
  }

  private static final class Derived extends Node {
    private final int own;

    Derived(int own) {
      super(null);
      this.own = own;
    }

    @Override
    public String toString() {
      return "own " + own;
    }
  }

  private static long of(Object root) {
    return Fingerprint.of(List.of(root));
  }

  private static void requireSame(Supplier<Object> make) {
    assertThat(of(make.get())).isEqualTo(of(make.get()));
  }

  @Test
  void shouldBeTheSameForTwoCopiesOfOneState() {
    requireSame(
        () -> {
          Node last = new Node("end");
          Node first = new Node(new Node(last));
          first.other = last;
          last.other = first;
          return List.of(first, last, Map.of(first, 1, last, 2), Set.of(last, first));
        });
  }

  @Test
  void shouldFollowOneImplementationThroughItsChanges() {
    Node node = new Node(new Node("a"));
    Map<String, Object> map = new HashMap<>();
    List<Object> list = new ArrayList<>();
    Fingerprint fingerprint = new Fingerprint(List.of(node, map, list));
    long before = fingerprint.now();
    node.next = new Node("b");
    long other = fingerprint.now();
    node.next = new Node("a"); // another, but like the first
    assertThat(fingerprint.now()).isEqualTo(before).isNotEqualTo(other);
    map.put("k", node);
    long mapped = fingerprint.now();
    map.clear();
    list.add(node);
    long listed = fingerprint.now();
    list.clear();
    assertThat(List.of(before, other, mapped, listed)).doesNotHaveDuplicates();
    assertThat(fingerprint.now()).isEqualTo(before);
  }

  @Test
  void shouldSeeEachKindOfField() {
    Node node = new Node("a");
    long before = of(node);
    node.number = 1;
    long number = of(node);
    node.flag = true;
    long flag = of(node);
    node.weight = 0.5;
    long weight = of(node);
    node.other = "b";
    assertThat(List.of(before, number, flag, weight, of(node))).doesNotHaveDuplicates();
  }

  @Test
  void shouldSeeFieldsOfSuperclasses() {
    Derived one = new Derived(1);
    Derived two = new Derived(1);
    two.number = 1;
    assertThat(of(one)).isNotEqualTo(of(two)).isNotEqualTo(of(new Derived(2)));
  }

  @Test
  void shouldTellTwoObjectsFromOneThatIsMetTwice() {
    Node shared = new Node(null);
    assertThat(of(List.of(shared, shared))).isNotEqualTo(of(List.of(shared, new Node(null))));
  }

  private record Range(int start, int end) {}

  private record Holding(Node node) {}

  @Test
  void shouldTakeARecordOfValuesForAValue() {
    Node one = new Node(null);
    Node two = new Node(null);
    Range range = new Range(0, 31);
    one.other = range;
    two.other = range;
    long shared = of(List.of(one, two));
    two.other = new Range(0, 31);
    assertThat(of(List.of(one, two))).as("two that are equal").isEqualTo(shared);
    two.other = new Range(1, 0);
    assertThat(of(List.of(one, two))).as("of the same hashCode").isNotEqualTo(shared);
  }

  @Test
  void shouldSeeWhatARecordHolds() {
    Node shared = new Node(null);
    Node one = new Node(null);
    one.other = new Holding(shared);
    long before = of(List.of(one, shared));
    one.other = new Holding(new Node(null));
    assertThat(of(List.of(one, shared))).isNotEqualTo(before);
  }

  @Test
  void shouldSeeWhatDiffersInTheConstantsOfTwoLives() {
    Node shared = new Node(null);
    Set<Object> set = Set.of(shared);
    Set<Object> names = Set.of("a", "b");
    Fingerprint first = new Fingerprint(List.of(new Constant(shared, set), names));
    List<List<?>> others =
        List.of(
            List.of(new Constant(new Node(null), set), names),
            List.of(new Constant(shared, set), Set.of("a", "c")),
            List.of(new Constant(shared, Set.of()), names),
            List.of(new Constant(1, set), names));
    long again =
        Fingerprint.like(first.template(), List.of(new Constant(shared, set), names)).now();
    assertThat(again).isEqualTo(first.now());
    for (List<?> other : others) {
      assertThat(Fingerprint.like(first.template(), other).now()).isNotEqualTo(first.now());
    }
  }

  private record Constant(Object one, Set<Object> set) {}

  @Test
  void shouldSayWhatAFreshOneSaysHoweverTheImplementationHasChanged() {
    Random random = new Random(7);
    Fingerprint.Template template = new Fingerprint(nodes()).template();
    Fingerprint spent = null;
    Set<Long> seen = new HashSet<>();
    for (int life = 0; life < 20; life++) {
      List<Node> nodes = nodes();
      Fingerprint kept = Fingerprint.like(template, nodes, spent);
      assertThat(spent == null || kept == spent).as("it is used again").isTrue();
      spent = kept;
      for (int change = 0; change < 100; change++) {
        change(nodes.get(random.nextInt(nodes.size())), nodes, random);
        long now = kept.now();
        assertThat(now).isEqualTo(Fingerprint.like(template, nodes).now());
        seen.add(now);
      }
    }
    assertThat(seen).as("different states").hasSizeGreaterThan(1_500);
  }

  private static List<Node> nodes() {
    return List.of(new Node(null), new Derived(1), new Node("a"), new Derived(2));
  }

  private static void change(Node node, List<Node> nodes, Random random) {
    Node any = nodes.get(random.nextInt(nodes.size()));
    switch (random.nextInt(8)) {
      case 0 -> node.next = any;
      case 1 -> node.other = null;
      case 2 -> node.next = new Node(any);
      case 3 -> node.other = Map.of("k", any, "l", random.nextInt(3));
      case 4 -> node.next = new Pair(random.nextInt(3), "p");
      case 5 -> node.other = List.of(any, new Derived(random.nextInt(3)), any);
      case 6 -> node.number = random.nextInt(100);
      default -> node.next = random.nextInt(3);
    }
  }

  private record Pair(int one, String other) {}

  @Test
  void shouldFollowAnImplementationOfNothingButValues() {
    Fingerprint first = new Fingerprint(List.of("a", 1));
    assertThat(Fingerprint.like(first.template(), List.of("a", 1)).now())
        .isEqualTo(first.now())
        .isNotEqualTo(Fingerprint.like(first.template(), List.of("a", 2)).now());
  }

  @Test
  void shouldTellObjectsApartHoweverManyAreNew() {
    Node old = new Node(null);
    Fingerprint fingerprint = new Fingerprint(List.of(old));
    for (int count = 1; count < 40; count++) {
      Object[] news = new Object[count + 1];
      for (int i = 0; i < count; i++) {
        news[i] = new Holding(old);
      }
      news[count] = news[count - 1];
      old.next = news;
      long twice = fingerprint.now();
      assertThat(fingerprint.now()).as("the same again").isEqualTo(twice);
      news[count] = new Holding(old);
      assertThat(fingerprint.now()).as("%d and another", count).isNotEqualTo(twice);
      news[count] = news[count - 1];
      assertThat(fingerprint.now()).as("as before").isEqualTo(twice);
    }
  }

  @Test
  void shouldNotMindTheOrderOfASet() {
    Node a = new Node("a");
    Node b = new Node("b");
    assertThat(of(List.of(a, b, set(a, b)))).isEqualTo(of(List.of(a, b, set(b, a))));
    assertThat(of(set(a, b))).as("found nowhere else").isEqualTo(of(set(b, a)));
    assertThat(of(set("x", "y"))).isEqualTo(of(set("y", "x"))).isNotEqualTo(of(set("x", "z")));
  }

  @Test
  void shouldMindTheOrderOfWhatHasOne() {
    assertThat(of(new LinkedHashSet<>(List.of("a", "b"))))
        .isNotEqualTo(of(new LinkedHashSet<>(List.of("b", "a"))));
    assertThat(of(new ArrayDeque<>(List.of("a", "b"))))
        .isNotEqualTo(of(new ArrayDeque<>(List.of("b", "a"))));
  }

  @Test
  void shouldSeeWhichKeyAValueBelongsTo() {
    Node a = new Node("a");
    Node b = new Node("b");
    Map<Node, Integer> one = new HashMap<>(Map.of(a, 1, b, 2));
    Map<Node, Integer> other = new HashMap<>(Map.of(a, 2, b, 1));
    assertThat(of(List.of(a, b, one))).isNotEqualTo(of(List.of(a, b, other)));
  }

  @Test
  void shouldSeeAtomicsArraysAndLocks() {
    assertThat(of(new AtomicInteger(1))).isNotEqualTo(of(new AtomicInteger(2)));
    assertThat(of(new int[] {1, 2})).isNotEqualTo(of(new int[] {2, 1}));
    AtomicLongArray longs = new AtomicLongArray(3);
    long before = of(longs);
    longs.set(2, 7);
    assertThat(of(longs)).isNotEqualTo(before);

    ReentrantLock lock = new ReentrantLock();
    long free = of(lock);
    lock.lock();
    assertThat(of(lock)).isNotEqualTo(free);
    lock.unlock();
    assertThat(of(lock)).isEqualTo(free);

    ReentrantReadWriteLock readWrite = new ReentrantReadWriteLock();
    long unread = of(readWrite);
    readWrite.readLock().lock();
    assertThat(of(readWrite)).isNotEqualTo(unread);
    readWrite.readLock().unlock();
    assertThat(of(readWrite)).isEqualTo(unread);
  }

  @Test
  void shouldSeeWhatALambdaHasCaptured() {
    assertThat(of(counter(1))).isEqualTo(of(counter(1))).isNotEqualTo(of(counter(2)));
  }

  private static Supplier<Integer> counter(int count) {
    return () -> count;
  }

  private enum Point {
    A,
    B
  }

  @Test
  void shouldSeeWhereAnActorIsAndNotHowItGotThere() {
    try (Scheduler scheduler = new Scheduler()) {
      Actor actor = scheduler.spawn("t");
      long idle = of(actor);
      actor.start(
          () -> {
            actor.park(Actor.ALWAYS, Point.A);
            actor.park(Actor.ALWAYS, Point.A);
            actor.park(Actor.ALWAYS, Point.B);
          });
      long first = of(actor);
      actor.take(Point.A);
      long second = of(actor);
      actor.take(Point.A);
      long third = of(actor);
      actor.take(Point.B);
      assertThat(of(actor)).isEqualTo(idle);
      assertThat(first).isEqualTo(second).isNotEqualTo(third).isNotEqualTo(idle);
    }
  }

  @Test
  void shouldSeeThatAnActorsThreadIsInterrupted() {
    try (Scheduler scheduler = new Scheduler()) {
      Actor actor = scheduler.spawn("t");
      long idle = of(actor);
      actor.start(
          () -> {
            actor.park(Actor.ALWAYS, Point.A);
            Thread.currentThread().interrupt();
            actor.park(Actor.ALWAYS, Point.A);
            Thread.interrupted();
            actor.park(Actor.ALWAYS, Point.A);
            Thread.currentThread().interrupt();
          });
      long first = of(actor);
      actor.take(Point.A);
      long second = of(actor);
      assertThat(new Fingerprint(List.of(actor)).describe()).contains("t.interrupted = 1");
      actor.take(Point.A);
      long third = of(actor);
      actor.take(Point.A);
      assertThat(first).isEqualTo(third).isNotEqualTo(second);
      assertThat(of(actor)).as("for its next command").isNotEqualTo(idle);
    }
  }

  @Test
  void shouldCopeWithGraphsOfAnySize() {
    List<Node> many = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      many.add(new Node(many.isEmpty() ? null : many.get(i / 2)));
    }
    long before = of(many);
    many.get(4_999).number = 1;
    assertThat(of(many)).isNotEqualTo(before);
  }

  @Test
  void shouldTakeLocksForTheirIdentityAndImmutableValuesForTheirContent() {
    Object lock = new Object();
    assertThat(of(new Node(lock))).isEqualTo(of(new Node(new Object())));
    assertThat(of(List.of(new Node(lock), new Node(lock))))
        .isNotEqualTo(of(List.of(new Node(lock), new Node(new Object()))));
    Instant now = Instant.EPOCH;
    assertThat(of(new Node(now))).isEqualTo(of(new Node(Instant.ofEpochSecond(0))));
    assertThat(of(new Node(now))).isNotEqualTo(of(new Node(now.plusSeconds(1))));
    LongAdder adder = new LongAdder();
    long before = of(new Node(adder));
    adder.increment();
    assertThat(of(new Node(adder))).isNotEqualTo(before);
  }

  @Test
  void shouldRefuseClassesThatItHasNoRuleFor() {
    assertThatThrownBy(() -> of(new Node(new Phaser())))
        .isInstanceOf(UnknownStateException.class)
        .hasMessageContaining("no rule for java.util.concurrent.Phaser");
  }

  @Test
  void shouldDescribeWhatItSees() {
    Node last = new Node("end");
    Node first = new Node(last);
    first.other = last;
    last.number = 3;
    assertThat(new Fingerprint(List.of(first)).describe())
        .containsExactly(
            "Node = Node",
            "Node.number = 0",
            "Node.flag = 0",
            "Node.weight = 0",
            "Node.next = Node",
            "Node.other = Node.next",
            "Node.next.number = 3",
            "Node.next.flag = 0",
            "Node.next.weight = 0",
            "Node.next.next = end",
            "Node.next.other = null");
  }

  private static Set<Object> set(Object... elements) {
    Set<Object> set = new HashSet<>();
    for (Object element : elements) {
      set.add(element);
    }
    return set;
  }

  /** What keeps lambdas. */
  public static final class Lambdas {
    private final Runnable one = () -> {};
    private final Supplier<Integer> two;

    public Lambdas(Integer captured, boolean isOther) {
      two = isOther ? () -> 0 : () -> captured;
    }
  }

  private static long portable(Object root) {
    List<?> roots = List.of(root);
    return Fingerprint.like(Fingerprint.portable(roots), roots).now();
  }

  /** Another copy of the class is to the first what another run's is. */
  @Test
  void shouldBePortableWhereClassesOfLambdasAreOthers() throws Exception {
    URL classes = Lambdas.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader another =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Constructor<?> make =
          another.loadClass(Lambdas.class.getName()).getConstructor(Integer.class, boolean.class);
      assertThat(portable(make.newInstance(1, false))).isEqualTo(portable(new Lambdas(1, false)));
      assertThat(portable(make.newInstance(1, true)))
          .as("captures nothing")
          .isNotEqualTo(portable(new Lambdas(1, false)));
      assertThat(of(make.newInstance(1, false)))
          .as("good for one run")
          .isNotEqualTo(of(new Lambdas(1, false)));
    }
  }
}
