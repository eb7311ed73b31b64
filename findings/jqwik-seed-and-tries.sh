#!/usr/bin/env bash
# Expected: a seed determines the sequence of generated values; tries says only how much of it is
#   used. So a failure found with tries = 1000 is found again, with its seed, by the first tries.
# What happens: tries is part of the seed. With seed 42 and default settings an int parameter has
#   from the second value on other values for tries = 10 than for tries = 1000, since edge cases are
#   mixed in at a rate that follows from tries. A list has other values even without edge cases:
#   the bias of its length follows from tries too. Only a plain int without edge cases has the same.
# Version: jqwik 1.9.3 on JUnit Platform 1.13.4.
# Known: the user guide calls the seed what reproduces generated values and does not name tries;
#   nothing found in the tracker.
# Who meets it: whoever reruns a failed property with its seed and fewer tries to be quick, or
#   compares two depths of fuzzing under one seed.
# Instead: write down seed and tries together, rerun with both, or keep the shrunk sample itself.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for artifact in net.jqwik:jqwik-api:1.9.3 net.jqwik:jqwik-engine:1.9.3 \
  org.junit.platform:junit-platform-console-standalone:1.13.4 \
  org.opentest4j:opentest4j:1.3.0 org.apiguardian:apiguardian-api:1.1.2; do
  mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
      -Dartifact="$artifact" -DoutputDirectory="$work/lib" > mvn.log 2>&1 ||
    { echo "$artifact cannot be had"; exit 3; }
done

cat > Seeds.java <<'JAVA'
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

class Seeds {
  private static final Map<String, List<Object>> SEEN = new TreeMap<>();

  private static void note(String property, Object value) {
    List<Object> values = SEEN.computeIfAbsent(property, key -> new ArrayList<>());
    if (values.size() < 10) {
      values.add(value);
    }
  }

  @Property(seed = "42", tries = 10)
  void int10(@ForAll int i) {
    note("int10", i);
  }

  @Property(seed = "42", tries = 1000)
  void int1000(@ForAll int i) {
    note("int1000", i);
  }

  @Property(seed = "42", tries = 10, edgeCases = EdgeCasesMode.NONE)
  void plain10(@ForAll int i) {
    note("plain10", i);
  }

  @Property(seed = "42", tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void plain1000(@ForAll int i) {
    note("plain1000", i);
  }

  @Property(seed = "42", tries = 10, edgeCases = EdgeCasesMode.NONE)
  void list10(@ForAll List<Boolean> list) {
    note("list10", list);
  }

  @Property(seed = "42", tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void list1000(@ForAll List<Boolean> list) {
    note("list1000", list);
  }

  @AfterContainer
  static void compare() {
    System.out.println("first with tries = 10:   " + SEEN.get("int10"));
    System.out.println("first with tries = 1000: " + SEEN.get("int1000"));
    for (String kind : List.of("int", "plain", "list")) {
      System.out.println(
          "SAME " + kind + " " + SEEN.get(kind + "10").equals(SEEN.get(kind + "1000")));
    }
  }
}
JAVA
javac -cp 'lib/*' Seeds.java
java -jar lib/junit-platform-console-standalone-1.13.4.jar execute --disable-banner \
  -cp "$work:lib/jqwik-api-1.9.3.jar:lib/jqwik-engine-1.9.3.jar" --select-class Seeds > out 2>&1

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
same() { sed -n "s/^SAME $1 //p" out; }

echo "jqwik 1.9.3, seed 42"
grep '^first with' out
expect "int: the same first ten for tries = 10 and 1000" false "$(same int)"
expect "int without edge cases: the same" true "$(same plain)"
expect "list of booleans without edge cases: the same" false "$(same list)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
