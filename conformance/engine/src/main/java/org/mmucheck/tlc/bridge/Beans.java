package org.mmucheck.tlc.bridge;

import java.lang.management.ManagementFactory;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Keeps TLC out of JMX: it registers parts of itself in the whole JVM under fixed names, where two
 * runs collide.
 */
final class Beans {
  private static final String LIVENESS = "tlc2.tool.liveness.LiveWorker"; // when it is loaded
  private static final String NAMES = "tlc2*:*";

  private Beans() {}

  /** Makes something. */
  @FunctionalInterface
  interface Maker<T, E extends Exception> {
    T make() throws E;
  }

  /** Makes a part of TLC, and takes back what it registers. */
  static <T, E extends Exception> T takenBack(Maker<T, E> maker) throws E {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    synchronized (beans) { // the one object that all copies of TLC share
      T made = maker.make();
      try {
        Class.forName(LIVENESS, true, Beans.class.getClassLoader());
        for (ObjectName name : beans.queryNames(new ObjectName(NAMES), null)) {
          takeBack(beans, name);
        }
      } catch (ClassNotFoundException | JMException e) {
        throw new IllegalStateException("TLC's JMX beans cannot be taken back", e);
      }
      return made;
    }
  }

  /** Another run that ends may have taken its bean back meanwhile, without the lock. */
  private static void takeBack(MBeanServer beans, ObjectName name) throws JMException {
    try {
      beans.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // it is gone, as it should be
    }
  }
}
