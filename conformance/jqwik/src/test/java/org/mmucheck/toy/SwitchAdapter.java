package org.mmucheck.toy;

import org.mmucheck.subject.Scene;
import org.mmucheck.subject.SceneAdapter;
import org.mmucheck.toy.Switch.Mistake;

/** Binds a switch that breaks down. */
public final class SwitchAdapter extends SceneAdapter {
  private final Mistake mistake;

  private SwitchAdapter(Mistake mistake) {
    super("Switch");
    this.mistake = mistake;
  }

  /**
   * @param mistake the name of one of the code's
   */
  public static SwitchAdapter of(String mistake) {
    return new SwitchAdapter(Mistake.valueOf(mistake));
  }

  /**
   * Ends what does not come to an end, from now on or not.
   *
   * @param released whether to end it
   */
  public static void release(boolean released) {
    Switch.release(released);
  }

  @Override
  protected void set(Scene scene) {
    Switch code = new Switch(mistake, scene.points());
    if (mistake == Mistake.BINDING_FAILS_TO_SET) {
      scene.integer("Bulbs");
    }
    for (String user : scene.names("User")) {
      if (mistake != Mistake.BINDING_LACKS_ACTION) {
        scene.task(user).on("Turn", args -> turn(code));
      }
    }
    scene.environment("Blink", args -> code.isIntact());
    if (mistake != Mistake.BINDING_LACKS_VARIABLE) {
      scene.variable("on", () -> isOn(code));
    }
  }

  private void turn(Switch code) {
    if (mistake == Mistake.BINDING_FAILS) {
      throw new UnsupportedOperationException("not bound yet");
    }
    code.turn();
  }

  private Object isOn(Switch code) {
    return mistake == Mistake.BINDING_FAILS_TO_SHOW && code.isOn() ? new Object() : code.isOn();
  }
}
