#!/usr/bin/env bash
# Expected: Fray, which explores the schedules of a test, tries what a thread does that meets a lock which
#   another holds: it waits, or its tryLock is false.
# What happens: releasing a lock is no place for a switch, and what is plain between is none either. So
#   where the section under the lock touches plain fields alone, which is what a lock is for, no other
#   thread ever sees it held: tryLock of ReentrantLock and of a read lock, tryAcquire of a Semaphore,
#   tryReadLock of a StampedLock never fail and isLocked is never true, in 1,000 runs. With a volatile
#   field or a second lock within the section each takes a few.
# Version: Fray 0.9.2 (org.pastalab.fray), scheduler POS, a Temurin JDK 25 that it has instrumented.
# Known: that races on plain fields are not looked for is meant so, and for locks that are waited for a
#   switch before the lock is enough; of those that are tried, nothing was found in the tracker.
# Who meets it: whoever tests what code does when it does not get a lock, a fallback, a retry, a request
#   that is dropped: that branch is never run, and a mistake in it passes.
# Instead: touch a volatile field within the section while Fray runs; look at the coverage of the branch.
set -euo pipefail

jdk=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
case $("$jdk/bin/java" -version 2>&1) in
  *\"25*) ;;
  *) echo "a JDK 25, which Fray needs, cannot be had: $jdk is another; set JAVA_HOME"; exit 3 ;;
esac
[ "$(uname -sm)" = 'Linux x86_64' ] || { echo "Fray's library for $(uname -sm) is not pinned here"; exit 3; }

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
    <dependency><groupId>org.pastalab.fray</groupId><artifactId>fray-junit</artifactId><version>0.9.2</version></dependency>
    <dependency><groupId>org.pastalab.fray.instrumentation</groupId><artifactId>fray-instrumentation-agent</artifactId><version>0.9.2</version></dependency>
    <dependency><groupId>org.pastalab.fray.instrumentation</groupId><artifactId>fray-instrumentation-jdk</artifactId><version>0.9.2</version></dependency>
    <dependency><groupId>org.pastalab.fray</groupId><artifactId>fray-jvmti-linux-x8664</artifactId><version>0.9.2</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$work/lib" > mvn.log 2>&1 ||
  { echo "org.pastalab.fray:fray-junit:0.9.2 cannot be had"; exit 3; }
mkdir tmp
(cd tmp && "$jdk/bin/jar" xf "$work/lib/fray-jvmti-linux-x8664-0.9.2.jar" libjvmti.so)
# The JDK that Fray runs on, made as its Maven plugin makes it, with the modules of Java SE alone.
modules=$(printf '%s:' lib/{fray-instrumentation-jdk,fray-instrumentation-base,fray-runtime,fray-rmi}-0.9.2.jar \
  lib/asm*.jar lib/kotlin*.jar lib/annotations*.jar)
"$jdk/bin/jlink" -J-javaagent:lib/fray-instrumentation-jdk-0.9.2.jar "-J--module-path=$modules" \
    -J--add-modules=org.pastalab.fray.instrumentation.jdk "-J--class-path=$modules" --output=jdk \
    --add-modules=java.se,jdk.unsupported --fray-instrumentation > jlink.log 2>&1 ||
  { cat jlink.log; exit 1; }

cat > Tried.java <<'JAVA'
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BooleanSupplier;
import org.pastalab.fray.core.observers.TimelineCoverageType;
import org.pastalab.fray.core.randomness.ControlledRandomProvider;
import org.pastalab.fray.core.scheduler.POSScheduler;
import org.pastalab.fray.junit.plain.FrayInTestLauncher;

class Tried {
  int plain;
  volatile int marked;
  final ReentrantLock lock = new ReentrantLock();
  final ReentrantLock other = new ReentrantLock();
  final ReentrantReadWriteLock pair = new ReentrantReadWriteLock();
  final Semaphore semaphore = new Semaphore(1);
  final StampedLock stamped = new StampedLock();

  // One thread has the lock for a while, the other tries whether it is free.
  static void race(Runnable holder, BooleanSupplier free) {
    Thread thread = new Thread(holder);
    thread.start();
    boolean got = free.getAsBoolean();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (!got) {
      throw new AssertionError("held");
    }
  }

  void locked(Runnable section) {
    lock.lock();
    section.run();
    lock.unlock();
  }

  boolean tried() {
    boolean got = lock.tryLock();
    if (got) {
      lock.unlock();
    }
    return got;
  }

  void plain() {
    race(() -> locked(() -> plain++), this::tried);
  }

  void marked() {
    race(() -> locked(() -> marked++), this::tried);
  }

  void within() {
    race(() -> locked(() -> {
      other.lock();
      plain++;
      other.unlock();
    }), this::tried);
  }

  void asked() {
    race(() -> locked(() -> plain++), () -> !lock.isLocked());
  }

  void pair() {
    race(
        () -> {
          pair.writeLock().lock();
          plain++;
          pair.writeLock().unlock();
        },
        () -> {
          boolean got = pair.readLock().tryLock();
          if (got) {
            pair.readLock().unlock();
          }
          return got;
        });
  }

  void semaphore() {
    race(
        () -> {
          semaphore.acquireUninterruptibly();
          plain++;
          semaphore.release();
        },
        () -> {
          boolean got = semaphore.tryAcquire();
          if (got) {
            semaphore.release();
          }
          return got;
        });
  }

  void stamped() {
    race(
        () -> {
          long stamp = stamped.writeLock();
          plain++;
          stamped.unlockWrite(stamp);
        },
        () -> {
          long stamp = stamped.tryReadLock();
          if (stamp != 0) {
            stamped.unlockRead(stamp);
          }
          return stamp != 0;
        });
  }

  public static void main(String[] args) {
    Map<String, Runnable> tests = new LinkedHashMap<>();
    tests.put("marked", () -> new Tried().marked());
    tests.put("within", () -> new Tried().within());
    tests.put("plain", () -> new Tried().plain());
    tests.put("asked", () -> new Tried().asked());
    tests.put("pair", () -> new Tried().pair());
    tests.put("semaphore", () -> new Tried().semaphore());
    tests.put("stamped", () -> new Tried().stamped());
    String told = "never held";
    try {
      FrayInTestLauncher.INSTANCE.launchFray(
          tests.get(args[0]), new POSScheduler(), new ControlledRandomProvider(), 1000, 300, false,
          TimelineCoverageType.NONE, configuration -> kotlin.Unit.INSTANCE);
    } catch (AssertionError e) {
      told = "held";
    } catch (RuntimeException e) {
      told = e.getCause() instanceof AssertionError ? "held" : e.toString();
    }
    System.out.println("SEEN " + told);
    System.exit(0);
  }
}
JAVA
"$jdk/bin/javac" -cp 'lib/*' Tried.java

# What up to 1,000 runs of test $1 come to; how many it took is then said by runs.
fray() {
  jdk/bin/java -Djava.io.tmpdir="$work/tmp" -javaagent:lib/fray-instrumentation-agent-0.9.2.jar \
    "-agentpath:$work/tmp/libjvmti.so" "-Dfray.workDir=$work/report" -cp "lib/*:." Tried "$1" \
    > out 2>&1 || true
  sed -n 's/^SEEN //p' out
  rm -rf report
}
runs() { sed -n 's/.*Total iter: \([0-9]*\).*/\1/p' out; }

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}

echo "Fray 0.9.2, a lock that one thread has for a while and another tries"
expect "tryLock, a volatile field in the section" held "$(fray marked)"
expect "tryLock, another lock in the section" held "$(fray within)"
expect "tryLock, a plain field in the section" 'never held' "$(fray plain)"
expect "runs of it" 1000 "$(runs)"
expect "isLocked" 'never held' "$(fray asked)"
expect "tryLock of the read lock, the write lock held" 'never held' "$(fray pair)"
expect "tryAcquire of a Semaphore" 'never held' "$(fray semaphore)"
expect "tryReadLock of a StampedLock" 'never held' "$(fray stamped)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
