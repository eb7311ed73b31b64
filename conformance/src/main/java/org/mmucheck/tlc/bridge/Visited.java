package org.mmucheck.tlc.bridge;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import tlc2.tool.fp.FPSet;
import tlc2.tool.fp.FPSetConfiguration;
import tlc2.tool.fp.FPSetFactory;

/**
 * TLC's set of visited states, without what TLC does to it for distributed runs and for JMX
 * consoles: it opens a network port for it, and registers it in the whole JVM under a fixed name,
 * where the sets of two runs collide.
 */
final class Visited {
  private static final String LIVENESS = "tlc2.tool.liveness.LiveWorker";
  private static final String BEANS = "tlc2*:*";

  private Visited() {}

  static FPSet open(int workers, String metaDir, String module) throws IOException {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    FPSet set;
    synchronized (beans) { // the one object that all copies of TLC share
      set = FPSetFactory.getFPSet(new FPSetConfiguration());
      try {
        Class.forName(LIVENESS, true, Visited.class.getClassLoader()); // registers a bean, too
        Set<ObjectName> ours = beans.queryNames(new ObjectName(BEANS), null);
        for (ObjectName name : ours) {
          takeBack(beans, name);
        }
      } catch (ClassNotFoundException | JMException e) {
        throw new IllegalStateException("TLC's JMX beans cannot be taken back", e);
      }
    }
    set.unexportObject(true);
    set.init(workers, metaDir, module);
    return set;
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
