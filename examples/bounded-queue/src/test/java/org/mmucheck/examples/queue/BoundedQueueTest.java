package org.mmucheck.examples.queue;

import java.util.List;
import org.mmucheck.junit.Binds;
import org.mmucheck.junit.SpecTest;
import org.mmucheck.subject.Scene;

@SpecTest("spec")
class BoundedQueueTest {
  @Binds("BoundedQueue")
  void queue(Scene scene) {
    scene.require("Rechecks", true);
    int capacity = scene.integer("Capacity");
    BoundedQueue<String> queue =
        scene.flag("TwoConditions")
            ? new BoundedQueue<>(capacity, scene.points())
            : new OneConditionQueue<>(capacity, scene.points());
    bind(scene, queue);
  }

  static void bind(Scene scene, BoundedQueue<String> queue) {
    for (String p : scene.names("Producer")) {
      scene.task(p).on("Put", args -> queue.put(p));
    }
    for (String c : scene.names("Consumer")) {
      scene.task(c).on("Take", args -> queue.take());
    }
    boolean one = queue.notFull == queue.notEmpty;
    scene.variable("buffer", queue::snapshot);
    scene.variable("notFull", () -> scene.waiting(queue.notFull));
    scene.variable("notEmpty", () -> one ? List.of() : scene.waiting(queue.notEmpty));
    scene.variable("woken", scene::woken);
  }
}
