package org.mmucheck.linux.remote;

import java.time.Duration;

/** A stream of bytes to and from the machine, used by one thread at a time. */
public interface Wire extends AutoCloseable {
  /** What {@link #read} gives if nothing came in time. */
  int NOTHING = -1;

  /**
   * Sends all the bytes.
   *
   * @throws RemoteException if the other end is gone
   */
  void write(byte[] bytes);

  /**
   * Waits for the next byte.
   *
   * @return it, from 0 to 255; {@link #NOTHING} if none came in that time
   * @throws RemoteException if the other end is gone
   */
  int read(Duration limit);

  @Override
  void close();
}
