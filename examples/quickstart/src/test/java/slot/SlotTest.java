package slot;

import org.mmucheck.junit.Binds;
import org.mmucheck.junit.SpecTest;
import org.mmucheck.subject.Scene;

@SpecTest("spec")
class SlotTest {
  @Binds("Slot")
  void slot(Scene scene) {
    Slot<String> slot = new Slot<>(scene.points().lock());
    scene.names("Putter").forEach(p -> scene.task(p).on("Put", args -> slot.put(p)));
    scene.names("Taker").forEach(t -> scene.task(t).on("Take", args -> slot.take()));
    scene.variable("item", () -> slot.peek("none"));
    scene.variable("waiting", () -> scene.waiting(slot.changed));
    scene.variable("woken", scene::woken);
  }
}
