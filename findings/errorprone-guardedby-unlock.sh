#!/usr/bin/env bash
# Expected: Error Prone's GuardedBy takes a java.util.concurrent lock for held from lock() on, or from a
#   tryLock that says yes, up to unlock().
# What happens: it looks for unlock() in a finally block, and takes the lock for held in all of the try
#   block before it; lock() itself is not looked for. So a method that never takes the lock passes, as
#   does one that takes it on one path, one that asks tryLock and does not look at the answer, one that
#   unlocks in the middle and goes on, and one that locks another lock. What is done behind lock() and
#   before try, or behind a tryLock that said yes, without a finally block, is rejected.
# Version: Error Prone 2.42.0 (com.google.errorprone:error_prone_core); 2.50.0, which wants a JDK 21, does
#   the same.
# Known: the page of the check has an example with lock(), try and unlock() in finally, and names
#   lambdas and aliases as limits, not this. Issue 943 asks for tryLock outside of such a try, 1370 for
#   a difference between read and write locks.
# Who meets it: whoever makes lock() a tryLock with a time limit, or moves it into a helper or under a
#   condition, and relies on the check, which is an error by default, to notice what is then without
#   the lock: the finally block is left as it was.
# Instead: the Checker Framework's Lock Checker, which rejects the five, or an assertion that
#   isHeldByCurrentThread.
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
    <dependency><groupId>com.google.errorprone</groupId><artifactId>error_prone_core</artifactId><version>2.42.0</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$work/lib" > mvn.log 2>&1 ||
  { echo "com.google.errorprone:error_prone_core:2.42.0 cannot be had"; exit 3; }

cat > Account.java <<'JAVA'
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

class Account {
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock other = new ReentrantLock();

  @GuardedBy("lock")
  private int balance;

  void bare() {
    balance++; // bare
  }

  void locked() {
    lock.lock();
    try {
      balance++; // locked
    } finally {
      lock.unlock();
    }
  }

  void before() {
    lock.lock();
    balance++; // before
    try {
      System.out.println("on");
    } finally {
      lock.unlock();
    }
  }

  void never() {
    try {
      balance++; // never
    } finally {
      lock.unlock();
    }
  }

  void sometimes(boolean shared) {
    if (shared) {
      lock.lock();
    }
    try {
      balance++; // sometimes
    } finally {
      if (shared) {
        lock.unlock();
      }
    }
  }

  void timed() throws InterruptedException {
    lock.tryLock(1, TimeUnit.SECONDS);
    try {
      balance++; // timed
    } finally {
      if (lock.isHeldByCurrentThread()) {
        lock.unlock();
      }
    }
  }

  void middle() {
    lock.lock();
    try {
      System.out.println("on");
      lock.unlock();
      balance++; // middle
      lock.lock();
    } finally {
      lock.unlock();
    }
  }

  void another() {
    other.lock();
    try {
      balance++; // another
    } finally {
      lock.unlock();
    }
  }

  void asked() {
    if (lock.tryLock()) {
      balance++; // asked
      lock.unlock();
    }
  }
}
JAVA
jars=$(printf '%s:' lib/*.jar)
access=()
for part in api file main model parser processing tree util; do
  access+=("-J--add-exports=jdk.compiler/com.sun.tools.javac.$part=ALL-UNNAMED")
done
for part in code comp; do
  access+=("-J--add-opens=jdk.compiler/com.sun.tools.javac.$part=ALL-UNNAMED")
done
mkdir out
javac "${access[@]}" -d out -XDcompilePolicy=simple --should-stop=ifError=FLOW -proc:none -cp "$jars" \
  -processorpath "$jars" '-Xplugin:ErrorProne -XepDisableAllChecks -Xep:GuardedBy:ERROR' \
  Account.java > checked 2>&1 || true

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# Whether the line of Account.java that ends in the comment $1 is rejected.
verdict() {
  local line
  line=$(grep -n "// $1\$" Account.java | cut -d: -f1)
  if grep -q "^Account.java:$line: error: \[GuardedBy\]" checked; then echo rejected; else echo passes; fi
}

echo "Error Prone 2.42.0"
expect 'without any lock' rejected "$(verdict bare)"
expect 'lock(), try, unlock() in finally' passes "$(verdict locked)"
expect 'behind lock(), before try' rejected "$(verdict before)"
expect 'never locked, unlock() in finally' passes "$(verdict never)"
expect 'locked on one path, unlock() in finally on that path' passes "$(verdict sometimes)"
expect 'tryLock whose answer is not looked at, unlock() in finally if held' passes "$(verdict timed)"
expect 'behind an unlock() in the middle of try' passes "$(verdict middle)"
expect 'under another lock, unlock() of this one in finally' passes "$(verdict another)"
expect 'tryLock that said yes, unlock() not in finally' rejected "$(verdict asked)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
