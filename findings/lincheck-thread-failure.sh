#!/usr/bin/env bash
# Expected: Lincheck.runConcurrentTest fails if in some interleaving a check fails, in whichever of
#   the test's threads it stands.
# What happens: an exception or error that ends a thread which the block has started counts for
#   nothing: the test passes, even if the thread fails in every interleaving and is joined. The one
#   sign are stacks of uncaught exceptions on the error stream. The same check in the block itself, or handed back by a FutureTask or an
#   UncaughtExceptionHandler, fails the test and shows the interleaving.
# Version: Lincheck 3.7 (org.jetbrains.lincheck:lincheck).
# Known: JetBrains/lincheck issue 596, closed when such a test no longer hung; whether it should fail
#   was left open there. The guide does not say that it passes; its example of what sequential
#   consistency hides has the check in a started thread.
# Who meets it: whoever writes the check where the value is read, in the thread that reads it.
# Instead: start a FutureTask and get() it in the block, or keep what was thrown and throw it there.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.jetbrains.lincheck</groupId><artifactId>lincheck</artifactId><version>3.7</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$work/lib" > mvn.log 2>&1 ||
  { echo "org.jetbrains.lincheck:lincheck:3.7 cannot be had"; exit 3; }
mkdir tmp

cat > Failing.java <<'JAVA'
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;

class Failing {
  static final AtomicInteger VALUE = new AtomicInteger();

  static void check(String what, Runnable block) {
    String verdict = "passed";
    try {
      Lincheck.runConcurrentTest(1000, block);
    } catch (LincheckAssertionError e) {
      verdict = e.getMessage().contains("one is seen") ? "failed" : e.getMessage();
    }
    System.out.println("SEEN " + what + ": " + verdict);
  }

  static void neverOne() {
    if (VALUE.get() == 1) {
      throw new AssertionError("one is seen");
    }
  }

  static void write() {
    VALUE.set(1);
    VALUE.set(2);
  }

  static void finish(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void main(String[] args) {
    check("block", () -> {
      VALUE.set(0);
      Thread writer = new Thread(Failing::write);
      writer.start();
      neverOne();
      finish(writer);
    });
    check("thread", () -> {
      VALUE.set(0);
      Thread reader = new Thread(Failing::neverOne);
      reader.start();
      write();
      finish(reader);
    });
    check("always", () -> {
      Thread thread =
          new Thread(
              () -> {
                throw new AssertionError("one is seen");
              });
      thread.start();
      finish(thread);
    });
    check("task", () -> {
      VALUE.set(0);
      FutureTask<Void> reader = new FutureTask<>(Failing::neverOne, null);
      new Thread(reader).start();
      write();
      try {
        reader.get();
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }
}
JAVA
javac -cp 'lib/*' Failing.java
java -Djava.io.tmpdir="$work/tmp" -cp "$work:$work/lib/*" Failing > out 2> log || { cat out log; exit 1; }

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
seen() { sed -n "s/^SEEN $1: //p" out; }

echo "Lincheck 3.7, a value that is 1 for a moment"
expect 'check in the block, the writer in a thread' failed "$(seen block)"
expect 'check in a thread, the writer in the block' passed "$(seen thread)"
expect 'thread that always fails' passed "$(seen always)"
expect 'check in a thread, handed back by a FutureTask' failed "$(seen task)"
expect 'uncaught exceptions on the error stream' yes \
  "$(grep -q '^Exception in thread .*AssertionError: one is seen' log && echo yes || echo no)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
