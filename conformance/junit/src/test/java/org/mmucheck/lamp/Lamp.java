package org.mmucheck.lamp;

/** A lamp whose bulb breaks when it is turned off. */
final class Lamp {
  private boolean on;

  void turn() {
    if (on) {
      throw new IllegalStateException("the bulb is broken");
    }
    on = true;
  }

  boolean isOn() {
    return on;
  }
}
