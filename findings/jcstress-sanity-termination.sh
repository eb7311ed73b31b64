#!/usr/bin/env bash
# Expected: jcstress's quickest mode, -m sanity, runs every test at least once, if too seldom to find a
#   race. A test that fails each time fails there, too.
# What happens: tests with Mode.Termination, which ask whether a thread sees a signal and ends, are
#   "[OK]" without a single sample: the mode's time for an iteration is 0 ms, and they begin none. So
#   one passes whose actor never sees the signal, and one whose actor throws at once; the run says
#   "passed" and exits with 0. An ordinary test that throws is an error in the same mode. With -time 200
#   both fail, in each sample.
# Version: jcstress 0.16 (org.openjdk.jcstress:jcstress-core). Run with -jvmArgs -Xint to be short; with
#   the eight configurations of the VM that it finds by itself it was the same.
# Known: the help names the modes and does not say what they leave out; nothing was found in the
#   tracker. Only the empty table of results under "[OK]", which -v prints, shows it.
# Who meets it: whoever has the tests run by each build in sanity mode, so that they do not rot, and in
#   a longer one by night or not at all.
# Instead: -m sanity -time 200, or -m quick; and see that a result was counted.
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
    <dependency><groupId>org.openjdk.jcstress</groupId><artifactId>jcstress-core</artifactId><version>0.16</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$work/lib" > mvn.log 2>&1 ||
  { echo "org.openjdk.jcstress:jcstress-core:0.16 cannot be had"; exit 3; }
mkdir tmp classes

cat > Stop.java <<'JAVA'
package stop;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

public class Stop {
  /** The signal forgets to set what the actor waits for. */
  @JCStressTest(Mode.Termination)
  @Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "Seen.")
  @Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "Not seen.")
  @State
  public static class Waits {
    private volatile boolean stopped;

    @Actor
    public void actor() {
      while (!stopped) {
        Thread.onSpinWait();
      }
    }

    @Signal
    public void signal() {}
  }

  /** The actor fails before it waits. */
  @JCStressTest(Mode.Termination)
  @Outcome(id = "TERMINATED", expect = Expect.ACCEPTABLE, desc = "Seen.")
  @Outcome(id = "STALE", expect = Expect.FORBIDDEN, desc = "Not seen.")
  @State
  public static class Throws {
    @Actor
    public void actor() {
      throw new IllegalStateException("not initialised");
    }

    @Signal
    public void signal() {}
  }

  /** An ordinary test whose actor fails. */
  @JCStressTest
  @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "As it was.")
  @State
  public static class Ordinary {
    @Actor
    public void actor() {
      throw new IllegalStateException("not initialised");
    }

    @Actor
    public void other(I_Result result) {
      result.r1 = 0;
    }
  }
}
JAVA
javac -cp 'lib/*' -d classes Stop.java

# Runs test $1 with what else is given; leaves its output in the file out, its exit code in code.
stress() {
  local test=$1
  shift
  code=0
  java -Djava.io.tmpdir="$work/tmp" -cp "lib/*:classes" org.openjdk.jcstress.Main -v -f 1 -fsm 1 \
    -sc false -iters 1 -jvmArgs -Xint -r "$work/report" -t "stop.Stop.$test\$" "$@" > out 2>&1 || code=$?
}
# What the summary says of the test, and the results that have samples there.
verdict() { sed -n '/^RUN RESULTS/,$s/.*\[\([A-Z]*\)\] stop\..*/\1/p' out | head -1; }
results() {
  sed -n '/^RUN RESULTS/,$p' out |
    awk '$1 ~ /^(TERMINATED|STALE|ERROR)$/ && $2 + 0 > 0 {seen = seen " " $1} END {print seen ? substr(seen, 2) : "none"}'
}

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}

echo "jcstress 0.16"
stress Waits -m sanity
expect "sanity, an actor that waits for ever: verdict, results, exit code" 'OK none 0' \
  "$(verdict) $(results) $code"
stress Throws -m sanity
expect "sanity, an actor that throws: verdict, results, exit code" 'OK none 0' \
  "$(verdict) $(results) $code"
stress Ordinary -m sanity
expect "sanity, an actor of an ordinary test that throws: verdict, exit code" 'ERROR 1' \
  "$(verdict) $code"
stress Waits -m sanity -time 200
expect "with -time 200, the one that waits" 'FAILED STALE 1' "$(verdict) $(results) $code"
stress Throws -m sanity -time 200
expect "with -time 200, the one that throws" 'FAILED ERROR 1' "$(verdict) $(results) $code"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
