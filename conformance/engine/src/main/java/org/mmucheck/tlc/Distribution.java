package org.mmucheck.tlc;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a model is explored by workers in several processes.
 *
 * @param workers processes on this machine, of one thread each
 * @param listen the address that all of it listens at, and the port at which workers from other
 *     hosts come in, TLC's server being at the next; port 0 for any two
 * @param token where the run's token is left for them while it lasts; null if there are none
 * @param tell told of who comes and goes, and of where the run is; may be called by several threads
 */
public record Distribution(
    int workers, InetSocketAddress listen, @Nullable Path token, Consumer<String> tell) {
  public Distribution {
    if (workers < 0 || (workers == 0 && token == null)) {
      throw new IllegalArgumentException("workers: " + workers);
    }
  }
}
