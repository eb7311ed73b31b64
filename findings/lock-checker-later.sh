#!/usr/bin/env bash
# Expected: the Checker Framework's Lock Checker, which guarantees that what is @GuardedBy a lock is
#   dereferenced by a thread that holds it, rejects code that is run later, without the lock, however
#   it is written: it does reject a lambda.
# What happens: a class that is declared where the lock is held, anonymous or local, is taken to hold it
#   in all its methods: a Runnable or a Thread made in a synchronized block, or in a @Holding method,
#   passes, and so does its call of a @Holding method; the same class outside the block is rejected. And
#   a reference to a @Holding method (this::increment) passes everywhere, with no lock about, as does
#   one to unlock that is taken for a Runnable, which is to release no lock. All of it runs without the
#   lock.
# Version: Checker Framework 4.4.0 (org.checkerframework:checker).
# Known: the manual's chapter names neither; of anonymous classes, others of its checkers have issues of
#   too many warnings. Of the Lock Checker nothing was found.
# Who meets it: whoever hands guarded work to another thread, in the form from before lambdas or in the
#   one that replaced them. An editor's "convert to anonymous class" or "replace by method reference"
#   silences the error.
# Instead: lambdas in place of both, whose bodies are checked; at run time, an assertion that
#   Thread.holdsLock or isHeldByCurrentThread in each @Holding method.
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
    <dependency><groupId>org.checkerframework</groupId><artifactId>checker</artifactId><version>4.4.0</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$work/lib" > mvn.log 2>&1 ||
  { echo "org.checkerframework:checker:4.4.0 cannot be had"; exit 3; }

cat > Table.java <<'JAVA'
import java.util.concurrent.locks.ReentrantLock;
import org.checkerframework.checker.lock.qual.GuardedBy;
import org.checkerframework.checker.lock.qual.Holding;
import org.checkerframework.checker.lock.qual.MayReleaseLocks;
import org.checkerframework.checker.lock.qual.ReleasesNoLocks;

class Entry {
  int value;
}

class Table {
  final Object monitor = new Object();
  final ReentrantLock lock = new ReentrantLock();
  @GuardedBy("monitor") Entry entry = new Entry();
  @GuardedBy("lock") Entry other = new Entry();

  @Holding("this.monitor")
  void increment() {
    System.out.println("SEEN held: " + Thread.holdsLock(monitor));
    entry.value++;
  }

  Runnable lambda() {
    synchronized (monitor) {
      return () -> entry.value++; // lambda
    }
  }

  Runnable lambdaCall() {
    return () -> increment(); // lambda-call
  }

  Runnable outside() {
    return new Runnable() {
      @Override
      public void run() {
        entry.value++; // outside
      }
    };
  }

  Runnable anonymous() {
    synchronized (monitor) {
      return new Runnable() {
        @Override
        public void run() {
          entry.value++; // anonymous
        }
      };
    }
  }

  Runnable anonymousCall() {
    synchronized (monitor) {
      return new Runnable() {
        @Override
        public void run() {
          increment(); // anonymous-call
        }
      };
    }
  }

  void thread() {
    synchronized (monitor) {
      new Thread() {
        @Override
        public void run() {
          entry.value++; // thread
        }
      }.start();
    }
  }

  Runnable local() {
    synchronized (monitor) {
      class Task implements Runnable {
        @Override
        public void run() {
          entry.value++; // local
        }
      }
      return new Task();
    }
  }

  @Holding("this.monitor")
  Runnable holding() {
    return new Runnable() {
      @Override
      public void run() {
        entry.value++; // holding
      }
    };
  }

  Runnable reference() {
    return this::increment; // reference
  }

  @ReleasesNoLocks
  void unlock() {
    lock.unlock(); // unlock
  }

  @MayReleaseLocks
  void after() {
    lock.lock();
    Runnable release = lock::unlock; // unlock-reference
    release.run();
    other.value++; // after
  }
}
JAVA
cat > Run.java <<'JAVA'
class Run {
  public static void main(String[] args) throws InterruptedException {
    Table table = new Table();
    for (Runnable later : new Runnable[] {table.anonymousCall(), table.reference()}) {
      Thread thread = new Thread(later);
      thread.start();
      thread.join();
    }
    try {
      table.after();
      System.out.println("SEEN after: " + table.lock.isHeldByCurrentThread());
    } catch (IllegalMonitorStateException e) {
      System.out.println("SEEN after: " + e);
    }
  }
}
JAVA
jars=$(printf '%s:' lib/*.jar)
access=()
for part in api code comp file main model parser processing tree util; do
  access+=("-J--add-exports=jdk.compiler/com.sun.tools.javac.$part=ALL-UNNAMED")
done
access+=(-J--add-opens=jdk.compiler/com.sun.tools.javac.comp=ALL-UNNAMED)
mkdir out
javac "${access[@]}" -proc:only -d out -cp "$jars" -processorpath "$jars" \
  -processor org.checkerframework.checker.lock.LockChecker Table.java > checked 2>&1 || true
javac -proc:none -d out -cp "$jars" Table.java Run.java
java -cp out Run > ran

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# The error of the line of Table.java that ends in the comment $1, or "passes".
verdict() {
  local line
  line=$(grep -n "// $1\$" Table.java | cut -d: -f1)
  sed -nE "s/^Table.java:$line: error: \[([a-z.]+)\].*/\1/p" checked | sed -n '1p' | grep . || echo passes
}

echo "Lock Checker 4.4.0"
expect 'lambda in a synchronized block' lock.not.held "$(verdict lambda)"
expect 'lambda that calls a @Holding method' contracts.precondition "$(verdict lambda-call)"
expect 'anonymous class outside of it' lock.not.held "$(verdict outside)"
expect 'anonymous class in a synchronized block' passes "$(verdict anonymous)"
expect 'anonymous class there that calls a @Holding method' passes "$(verdict anonymous-call)"
expect 'anonymous Thread there' passes "$(verdict thread)"
expect 'local class there' passes "$(verdict local)"
expect 'anonymous class in a @Holding method' passes "$(verdict holding)"
expect 'reference to a @Holding method' passes "$(verdict reference)"
expect 'unlock in a method that is to release no lock' method.guarantee.violated "$(verdict unlock)"
expect 'reference to unlock, taken for a Runnable' passes "$(verdict unlock-reference)"
expect 'what the lock guards, after that has run' passes "$(verdict after)"
expect 'whether the lock is held when the anonymous class and the reference run' 'false false' \
  "$(sed -n 's/^SEEN held: //p' ran | tr '\n' ' ' | sed 's/ $//')"
expect 'whether it is held after the reference to unlock has run' false "$(sed -n 's/^SEEN after: //p' ran)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
