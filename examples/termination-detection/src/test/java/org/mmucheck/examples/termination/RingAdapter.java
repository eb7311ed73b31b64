package org.mmucheck.examples.termination;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.subject.Scene;
import org.mmucheck.subject.SceneAdapter;
import org.mmucheck.subject.Task;

/** Holds the ring to {@code TerminationDetection.tla}: each node has a worker and a carrier. */
public final class RingAdapter extends SceneAdapter {
  private static final String INITIATOR = "0";
  private static final String ROLE = "node";

  public RingAdapter() {
    super("TerminationDetection");
  }

  @Override
  protected void set(Scene scene) {
    var ring = new Ring<String>(scene.integer("N"), rules(scene), scene.points());
    var left = new Budget(scene.integer("Messages"));
    for (int n = 0; n < ring.size(); n++) {
      int number = n;
      Node<String> node = ring.node(n);
      // What the work asks for is the scheduler's choice here; the guards are those of the work.
      BooleanSupplier active = () -> node.view().active();
      BooleanSupplier maySend = () -> active.getAsBoolean() && left.left() > 0;
      worker(scene, n)
          .on(
              "Send",
              args -> {
                scene.points().before("Send", maySend);
                left.take();
                node.send(ring.node(args.integer(1)), "work");
              })
          .on("Receive", args -> node.receive())
          .on(
              "Finish",
              args -> {
                scene.points().before("Finish", active);
                node.finish();
              })
          .steps(Step.WAKE_UP);
      scene
          .task("carrier " + n)
          .as(Integer.toString(n))
          .steps(n == 0 ? Step.JUDGE : Step.PASS_TOKEN)
          .runs(() -> ring.carryToken(number));
    }
    scene.variable("active", () -> each(ring, n -> ring.node(n).view().active()));
    scene.variable("waking", () -> each(ring, n -> worker(scene, n).next("").equals("WakeUp")));
    scene.variable("inbox", () -> each(ring, n -> ring.node(n).view().inbox()));
    scene.variable("balance", () -> each(ring, n -> ring.node(n).view().balance()));
    scene.variable("colour", () -> each(ring, n -> text(ring.node(n).view().colour())));
    scene.variable("token", () -> token(ring));
    scene.variable("detected", ring::hasTerminated);
    scene.variable("left", left::left);
  }

  /** One column for each node; to judge is for the initiator. */
  @Override
  public Caption caption(ActionInstance action) {
    Caption plain = super.caption(action);
    return action.args().isEmpty()
        ? new Caption(INITIATOR, ROLE, plain.text())
        : new Caption(plain.task(), ROLE, plain.text());
  }

  private static Task worker(Scene scene, int node) {
    return scene.task(Integer.toString(node));
  }

  private static <T> Map<Integer, T> each(Ring<?> ring, IntFunction<T> value) {
    Map<Integer, T> all = new TreeMap<>();
    for (int n = 0; n < ring.size(); n++) {
      all.put(n, value.apply(n));
    }
    return all;
  }

  /** The spec's token: it is always somewhere. */
  private record At(int at, String colour, int count) {}

  private static At token(Ring<?> ring) {
    for (int n = 0; n < ring.size(); n++) {
      Token token = ring.node(n).view().token();
      if (token != null) {
        return new At(n, text(token.colour()), token.count());
      }
    }
    throw new IllegalStateException("the token is at no node");
  }

  private static String text(Colour colour) {
    return colour.name().toLowerCase(Locale.ROOT);
  }

  /** The rules whose constants are TRUE: {@code COUNT_MESSAGES} is {@code CountMessages}. */
  private static Set<Rule> rules(Scene scene) {
    Set<Rule> kept = EnumSet.noneOf(Rule.class);
    for (Rule rule : Rule.values()) {
      if (scene.flag(constant(rule))) {
        kept.add(rule);
      }
    }
    return kept;
  }

  private static String constant(Rule rule) {
    StringBuilder name = new StringBuilder();
    for (String word : rule.name().split("_")) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }

  /** What all workers may still send. */
  private static final class Budget {
    private int left;

    Budget(int left) {
      this.left = left;
    }

    void take() {
      left--;
    }

    int left() {
      return left;
    }
  }
}
