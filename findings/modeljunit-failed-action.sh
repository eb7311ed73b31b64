#!/usr/bin/env bash
# Expected: an assertion that fails in an action of a model ends the test with a failure, as anywhere in
#   JUnit: ModelJUnit calls what is tested, and its checks, from the actions.
# What happens: generate() catches it and goes on. Of 100 steps 42 fail, nothing is thrown or printed,
#   and a JUnit test that does nothing else passes. The transition coverage counts a failed action as
#   one from its state to itself, so it says 6 of 6, one of which the model has not, and the right one
#   that is missing is in neither number. Only with a StopOnFailureListener is the failure thrown.
# Version: ModelJUnit 2.5 (nz.ac.waikato.modeljunit), JUnit 4.13.2.
# Known: the listener is there for it, and its examples add it; that without it a test cannot fail was
#   not found.
# Who meets it: whoever writes a tester, adds coverage metrics and generates steps until they are full.
# Instead: tester.addListener(new StopOnFailureListener()), and a mistake put in once to see it fail.
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
    <dependency><groupId>nz.ac.waikato.modeljunit</groupId><artifactId>modeljunit</artifactId><version>2.5</version></dependency>
    <dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>4.13.2</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$work/lib" > mvn.log 2>&1 ||
  { echo "nz.ac.waikato.modeljunit:modeljunit:2.5 cannot be had"; exit 3; }

cat > CounterTest.java <<'JAVA'
import static org.junit.Assert.assertEquals;

import java.util.Random;
import nz.ac.waikato.modeljunit.Action;
import nz.ac.waikato.modeljunit.FsmModel;
import nz.ac.waikato.modeljunit.RandomTester;
import nz.ac.waikato.modeljunit.StopOnFailureListener;
import nz.ac.waikato.modeljunit.Tester;
import nz.ac.waikato.modeljunit.coverage.TransitionCoverage;
import org.junit.Test;

public class CounterTest {
  private static int failures;

  /** A counter to 2 whose clear() does nothing. */
  public static class Counter implements FsmModel {
    private int model;
    private int real;

    public Object getState() {
      return model;
    }

    public void reset(boolean testing) {
      model = 0;
      real = 0;
    }

    public boolean addGuard() {
      return model < 2;
    }

    @Action
    public void add() {
      real++;
      assertEquals(model + 1, real);
      model++;
    }

    public boolean clearGuard() {
      return model == 2;
    }

    @Action
    public void clear() {
      failures++;
      assertEquals(0, real);
      model = 0;
    }

    @Action
    public void look() {
      assertEquals(model, real);
    }
  }

  private static Tester tester() {
    Tester tester = new RandomTester(new Counter());
    tester.setRandom(new Random(1));
    return tester;
  }

  @Test
  public void plain() {
    Tester tester = tester();
    TransitionCoverage transitions = new TransitionCoverage();
    tester.addCoverageMetric(transitions);
    tester.buildGraph();
    tester.setRandom(new Random(1));
    failures = 0;
    tester.generate(100);
    System.out.println("RESULT failures " + failures);
    System.out.println("RESULT transitions " + transitions);
    System.out.println("RESULT covered " + transitions.getDetails());
  }

  @Test
  public void stopping() {
    Tester tester = tester();
    tester.addListener(new StopOnFailureListener());
    tester.generate(100);
  }
}
JAVA
javac -cp 'lib/*' CounterTest.java
java -cp "lib/*:$work" org.junit.runner.JUnitCore CounterTest > out 2>&1 || true

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
result() { sed -n "s/.*RESULT $1 //p" out; }

grep -E '^[0-9]+\)|^Tests run' out
expect "assertions that fail in 100 steps" 42 "$(result failures)"
expect "transition coverage" "6/6" "$(result transitions)"
expect "the failed action as a transition" yes "$(result covered | grep -qF '(2, clear, 2)' && echo yes || echo no)"
expect "the transition that is right" no "$(result covered | grep -qF '(2, clear, 0)' && echo yes || echo no)"
expect "tests of JUnit that fail" 1 "$(grep -cE '^[0-9]+\) ' out || true)"
expect "that with the listener" 1 "$(grep -cE '^1\) stopping' out || true)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
