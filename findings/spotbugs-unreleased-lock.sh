#!/usr/bin/env bash
# Expected: SpotBugs' UL_UNRELEASED_LOCK reports a method that takes a java.util.concurrent lock and does
#   not release it on one of its paths.
# What happens: only where it is taken by lock(). The same method with lockInterruptibly(), with a
#   tryLock() that said yes, timed or not, or with a StampedLock passes. With lock(), of a ReentrantLock, a
#   Lock, a read or a write lock, it is reported.
# Version: SpotBugs 4.10.4 (com.github.spotbugs:spotbugs), with -effort:max and -low.
# Known: the description says that the method acquires a JSR-166 lock, not by which method. Issue 4310
#   reports that a method without any unlock() passes, which was not looked at here.
# Who meets it: whoever makes lock() a lockInterruptibly() or a tryLock() with a time limit, so that a
#   thread can be stopped or gives up: what was checked is checked no more.
# Instead: unlock() in a finally block whatever the method, and a test that isLocked() is false at the end.
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
    <dependency><groupId>com.github.spotbugs</groupId><artifactId>spotbugs</artifactId><version>4.10.4</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$work/lib" > mvn.log 2>&1 ||
  { echo "com.github.spotbugs:spotbugs:4.10.4 cannot be had"; exit 3; }

# Class $1: $2 takes a lock, and $3 releases it, on one of two paths.
class() {
  cat > "$1.java" <<JAVA
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;

class $1 {
  final ReentrantLock lock = new ReentrantLock();
  final Lock any = lock;
  final ReentrantReadWriteLock both = new ReentrantReadWriteLock();
  final StampedLock stamped = new StampedLock();
  private int left = 5;

  int take() throws InterruptedException {
    $2
    if (left == 0) {
      return -1;
    }
    int taken = left--;
    $3
    return taken;
  }
}
JAVA
}
class Plain 'lock.lock();' 'lock.unlock();'
class Any 'any.lock();' 'any.unlock();'
class Read 'both.readLock().lock();' 'both.readLock().unlock();'
class Write 'both.writeLock().lock();' 'both.writeLock().unlock();'
class Interruptibly 'lock.lockInterruptibly();' 'lock.unlock();'
class AnyInterruptibly 'any.lockInterruptibly();' 'any.unlock();'
class Try 'if (!lock.tryLock()) { return -2; }' 'lock.unlock();'
class Timed 'if (!any.tryLock(1, TimeUnit.SECONDS)) { return -2; }' 'any.unlock();'
class Spin 'while (!lock.tryLock()) { Thread.onSpinWait(); }' 'lock.unlock();'
class Stamped 'long stamp = stamped.writeLock();' 'stamped.unlockWrite(stamp);'
mkdir out
javac --release 17 -g -cp "$(printf '%s:' lib/*.jar)" -d out ./*.java
java -cp 'lib/*' edu.umd.cs.findbugs.FindBugs2 -effort:max -low -auxclasspath "$(printf '%s:' lib/*.jar)" \
  -bugCategories MT_CORRECTNESS -xml -output bugs.xml out > log 2>&1 || { cat log; exit 1; }
# A line for each report: class, method or "-", type.
awk '
  /<BugInstance / { type = $0; sub(/.* type="/, "", type); sub(/".*/, "", type); class = ""; method = "-" }
  /<Class / && class == "" { class = $0; sub(/.* classname="/, "", class); sub(/".*/, "", class) }
  /<Method / && method == "-" { method = $0; sub(/.* name="/, "", method); sub(/".*/, "", method) }
  /<\/BugInstance>/ { print class, method, type }' bugs.xml | sort > reports

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# The reports of class $1.
reports() { sed -nE "s/^$1 [^ ]+ (.*)/\1/p" reports | paste -s -d ' ' | grep . || echo none; }

echo "SpotBugs 4.10.4: a lock that is not released on one of two paths, taken by"
expect '  lock() of a ReentrantLock' UL_UNRELEASED_LOCK "$(reports Plain)"
expect '  lock() of a Lock' UL_UNRELEASED_LOCK "$(reports Any)"
expect '  lock() of a read lock' UL_UNRELEASED_LOCK "$(reports Read)"
expect '  lock() of a write lock' UL_UNRELEASED_LOCK "$(reports Write)"
expect '  lockInterruptibly() of a ReentrantLock' none "$(reports Interruptibly)"
expect '  lockInterruptibly() of a Lock' none "$(reports AnyInterruptibly)"
expect '  tryLock() of a ReentrantLock' none "$(reports Try)"
expect '  tryLock() of a second of a Lock' none "$(reports Timed)"
expect '  tryLock() again and again' none "$(reports Spin)"
expect '  writeLock() of a StampedLock' none "$(reports Stamped)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
