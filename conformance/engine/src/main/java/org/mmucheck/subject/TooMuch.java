package org.mmucheck.subject;

/**
 * Tells a request for memory that is the code's own mistake from a heap that the engine has filled.
 */
final class TooMuch {
  /** As HotSpot words it: an array longer than any heap holds. */
  private static final String NO_HEAP_HOLDS_IT = "exceeds VM limit";

  private TooMuch() {}

  /**
   * Whether the code asked for more than there is: no heap would do, or the heap is not half full
   * without what was let go of since. The engine asks for little where it calls the code, so that
   * it would be refused by a full heap alone; where the error says that it was the engine, that
   * counts (from the fifth on HotSpot's do not say). What the code keeps in its fields is not told
   * from what the engine keeps.
   */
  static boolean isAskedByTheCode(OutOfMemoryError error) {
    String message = error.getMessage();
    return (message != null && message.contains(NO_HEAP_HOLDS_IT))
        || (!Fault.isRaisedByTheEngine(error) && hasRoom());
  }

  private static boolean hasRoom() {
    Runtime runtime = Runtime.getRuntime();
    runtime.gc();
    return runtime.totalMemory() - runtime.freeMemory() < runtime.maxMemory() / 2;
  }
}
