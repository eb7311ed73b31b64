#!/usr/bin/env bash
# Expected: VMLens, which runs a test in all interleavings of its synchronization actions, knows what
#   each method of a ReentrantLock does: tryLock fails where the other thread has the lock, and
#   lockInterruptibly takes it as lock does.
# What happens: tryLock, timed or not, of a ReentrantLock or of a ReentrantReadWriteLock's two locks,
#   never fails, whatever is done under the lock: what the code does without it is not run, and the
#   report says "Success". A Semaphore's tryAcquire does fail. lockInterruptibly is no lock at all:
#   what it guards, correctly, is a data race to VMLens and fails the build, and so is what one thread
#   hands to another through an ArrayBlockingQueue, whose put and take use it, or under a monitor with
#   wait and notify, and what a Semaphore or a Phaser orders. The report names of all these no method as
#   "not yet testable", as it does of a CountDownLatch.
# Version: VMLens 1.2.17 (com.vmlens:vmlens-maven-plugin).
# Known: nothing was found in the tracker. Of 1.2.19 to 1.2.26 the plugin could not be resolved:
#   com.vmlens:sync-bug, which it needs, was not to be found.
# Who meets it: whoever tests code that gives way to the holder of a lock, as a worker does that skips
#   what another is at: only the half that has the lock is tested. And whoever looks for a race that is
#   none.
# Instead: let the test take the lock before the threads start, for the half without it; lock in place
#   of lockInterruptibly, and a LinkedBlockingQueue or a Condition in place of the others.
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
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency><groupId>com.vmlens</groupId><artifactId>api</artifactId><version>1.2.17</version><scope>test</scope></dependency>
    <dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId><version>5.13.4</version><scope>test</scope></dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin><groupId>org.apache.maven.plugins</groupId><artifactId>maven-compiler-plugin</artifactId><version>3.13.0</version></plugin>
      <plugin><groupId>org.apache.maven.plugins</groupId><artifactId>maven-surefire-plugin</artifactId><version>3.5.4</version><configuration><skip>true</skip></configuration></plugin>
      <plugin>
        <groupId>com.vmlens</groupId>
        <artifactId>vmlens-maven-plugin</artifactId>
        <version>1.2.17</version>
        <executions><execution><id>test</id><goals><goal>test</goal></goals></execution></executions>
      </plugin>
    </plugins>
  </build>
</project>
POM
mkdir -p src/test/java
cat > src/test/java/LockTest.java <<'JAVA'
import com.vmlens.api.AllInterleavings;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;

class LockTest {
  static class Shared {
    final AtomicInteger entered = new AtomicInteger();
    int plain;
    boolean ready;
    final ReentrantLock lock = new ReentrantLock();
    final ReentrantReadWriteLock both = new ReentrantReadWriteLock();
    final Semaphore permit = new Semaphore(1);
    final ArrayBlockingQueue<Integer> bounded = new ArrayBlockingQueue<>(1);
    final LinkedBlockingQueue<Integer> linked = new LinkedBlockingQueue<>();
    final Phaser phaser = new Phaser(2);
  }

  interface Step {
    void run(Shared shared) throws InterruptedException;
  }

  interface Result {
    int of(Shared shared);
  }

  /** Runs two steps at once in all interleavings and prints which results there were. */
  static void both(String name, Step one, Step other, Result result) throws Exception {
    Set<Integer> results = new TreeSet<>();
    try (AllInterleavings interleavings = new AllInterleavings(name)) {
      while (interleavings.hasNext()) {
        Shared shared = new Shared();
        Thread thread = new Thread(() -> {
          try {
            one.run(shared);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
        thread.start();
        other.run(shared);
        thread.join();
        results.add(result.of(shared));
      }
    }
    System.out.println("SEEN " + name + ": " + results);
  }

  /** How many of two threads come in where each tries once. */
  static void tried(String name, Step step) throws Exception {
    both(name, step, step, shared -> shared.entered.get());
  }

  static void enter(Lock lock, boolean taken, Shared shared) {
    if (taken) {
      shared.entered.incrementAndGet();
      lock.unlock();
    }
  }

  /** What two threads add up to under something that excludes or orders them. */
  static void sum(String name, Step one, Step other) throws Exception {
    both(name, one, other, shared -> shared.plain);
  }

  @Test
  void tryLock() throws Exception {
    tried("try", shared -> enter(shared.lock, shared.lock.tryLock(), shared));
  }

  @Test
  void tryTimed() throws Exception {
    tried("timed", shared -> enter(shared.lock, shared.lock.tryLock(1, TimeUnit.MILLISECONDS), shared));
  }

  @Test
  void tryWrite() throws Exception {
    tried("write", shared -> enter(shared.both.writeLock(), shared.both.writeLock().tryLock(), shared));
  }

  @Test
  void tryRead() throws Exception {
    both("read",
        shared -> {
          shared.both.writeLock().lock();
          shared.entered.addAndGet(10);
          shared.entered.addAndGet(10);
          shared.both.writeLock().unlock();
        },
        shared -> enter(shared.both.readLock(), shared.both.readLock().tryLock(), shared),
        shared -> shared.entered.get());
  }

  @Test
  void tryAcquire() throws Exception {
    tried("acquire", shared -> {
      if (shared.permit.tryAcquire()) {
        shared.entered.incrementAndGet();
        shared.permit.release();
      }
    });
  }

  @Test
  void lock() throws Exception {
    Step step = shared -> {
      shared.lock.lock();
      shared.plain++;
      shared.lock.unlock();
    };
    sum("lock", step, step);
  }

  @Test
  void lockInterruptibly() throws Exception {
    Step step = shared -> {
      shared.lock.lockInterruptibly();
      shared.plain++;
      shared.lock.unlock();
    };
    sum("interruptibly", step, step);
  }

  @Test
  void permit() throws Exception {
    Step step = shared -> {
      shared.permit.acquire();
      shared.plain++;
      shared.permit.release();
    };
    sum("permit", step, step);
  }

  @Test
  void linked() throws Exception {
    sum("linked",
        shared -> {
          shared.plain = 1;
          shared.linked.put(0);
        },
        shared -> {
          shared.linked.take();
          shared.plain++;
        });
  }

  @Test
  void bounded() throws Exception {
    sum("bounded",
        shared -> {
          shared.plain = 1;
          shared.bounded.put(0);
        },
        shared -> {
          shared.bounded.take();
          shared.plain++;
        });
  }

  @Test
  void monitor() throws Exception {
    sum("monitor",
        shared -> {
          synchronized (shared) {
            shared.plain = 1;
            shared.ready = true;
            shared.notifyAll();
          }
        },
        shared -> {
          synchronized (shared) {
            while (!shared.ready) {
              shared.wait();
            }
            shared.plain++;
          }
        });
  }

  @Test
  void phaser() throws Exception {
    sum("phaser",
        shared -> {
          shared.plain = 1;
          shared.phaser.arriveAndAwaitAdvance();
        },
        shared -> {
          shared.phaser.arriveAndAwaitAdvance();
          shared.plain++;
        });
  }
}
JAVA
mvn -B test > out 2>&1 || true
grep -q 'SEEN' out ||
  { ! grep -q 'could not be resolved\|Could not resolve\|Could not transfer' out || { echo "com.vmlens:vmlens-maven-plugin:1.2.17 cannot be had"; exit 3; }
    cat out; exit 1; }

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
seen() { sed -nE "s/^.*SEEN $1: (.*)/\1/p" out; }
# What the report says of a test behind the number of its runs, and "Blocked" left out.
report() {
  sed 's/<[^>]*>/ /g' target/vmlens-report/index.html | tr -s ' \n' ' ' |
    sed -nE "s/.* [0-9]+ $1 [0-9]+ ([A-Za-z][^0-9]*) ([0-9]+ [a-z]|Help).*/\1/p" | sed -E 's/ ?, Blocked//'
}

echo "VMLens 1.2.17: how many of two threads come in, each trying once"
expect 'tryLock' '[2], Success' "$(seen try), $(report try)"
expect 'tryLock of a millisecond' '[2], Success' "$(seen timed), $(report timed)"
expect 'tryLock of a write lock' '[2], Success' "$(seen write), $(report write)"
expect 'tryLock of a read lock beside a writer of 20' '[21], Success' "$(seen read), $(report read)"
expect 'tryAcquire' '[1, 2], Success' "$(seen acquire), $(report acquire)"
echo "A plain field that two threads add to, always to 2"
expect 'under lock' '[2], Success' "$(seen lock), $(report lock)"
expect 'under lockInterruptibly' '[2], Data race' "$(seen interruptibly), $(report interruptibly)"
expect 'under a semaphore' '[2], Data race' "$(seen permit), $(report permit)"
expect 'before put, behind take of a LinkedBlockingQueue' '[2], Success' "$(seen linked), $(report linked)"
expect 'before put, behind take of an ArrayBlockingQueue' '[2], Data race' "$(seen bounded), $(report bounded)"
expect 'under a monitor, with wait and notify' '[2], Data race' "$(seen monitor), $(report monitor)"
expect 'before and behind a phaser' '[2], Data race' "$(seen phaser), $(report phaser)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
