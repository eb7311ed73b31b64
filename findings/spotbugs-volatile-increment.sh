#!/usr/bin/env bash
# Expected: SpotBugs' VO_VOLATILE_INCREMENT reports an increment or decrement of a volatile field.
# What happens: only one whose value nobody uses. "return count++" and "if (--count == 0)", a number that
#   must be given once and a reference count, pass, and so do "count += 2" and each increment of a static
#   field. The newer AT_NONATOMIC_OPERATIONS_ON_SHARED_VARIABLE has the last two in a Runnable that is
#   read by another method, but there, too, none whose value is used. In a lambda it is the same.
# Version: SpotBugs 4.10.4 (com.github.spotbugs:spotbugs), with -effort:max and -low.
# Known: the description says that the field is incremented or decremented, no more. Nothing was found in
#   the tracker.
# Who meets it: whoever looks for updates that may be lost: an increment as a statement is most often
#   statistics, and those whose value matters are the ones not reported.
# Instead: an AtomicInteger or a VarHandle for each volatile number that is more than written, and a
#   search for the fields, not for the increments.
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

# Class $1 with volatile counters and $2, a method.
class() {
  cat > "$1.java" <<JAVA
class $1 {
  volatile int count;
  static volatile int all;

  $2
}
JAVA
}
# Class $1, a Runnable that does $2, and another method that reads.
runnable() {
  cat > "$1.java" <<JAVA
class $1 implements Runnable {
  volatile int count;
  static volatile int all;
  int given;

  public void run() { $2 }

  int get() { return count + all; }
}
JAVA
}
class Up 'void step() { count++; }'
class Down 'void step() { --count; }'
class Sum 'void step() { count = count + 1; }'
class Lambda 'Runnable step() { return () -> count++; }'
class Number 'int step() { return count++; }'
class Zero 'void step() { if (--count == 0) { System.out.println("free"); } }'
class Kept 'void step() { int now = ++count; System.out.println(now); }'
class LambdaNumber 'java.util.function.IntSupplier step() { return () -> count++; }'
class Two 'void step() { count += 2; }'
class All 'void step() { all++; }'
runnable RunUp 'count++;'
runnable RunTwo 'count += 2;'
runnable RunAll 'all++;'
runnable RunZero 'if (--count == 0) { System.out.println("free"); }'
runnable RunAllNumber 'given = all++;'
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
reports() { sed -nE "s/^$1 [^ ]+ ([A-Z]+)_.*/\1/p" reports | paste -s -d ' ' | grep . || echo none; }

echo "SpotBugs 4.10.4: a volatile int, and whether VO_VOLATILE_INCREMENT or AT_NONATOMIC_... is reported"
expect '  count++;' VO "$(reports Up)"
expect '  --count;' VO "$(reports Down)"
expect '  count = count + 1;' VO "$(reports Sum)"
expect '  count++ as a lambda that is a Runnable' VO "$(reports Lambda)"
expect '  return count++;' none "$(reports Number)"
expect '  if (--count == 0)' none "$(reports Zero)"
expect '  int now = ++count;' none "$(reports Kept)"
expect '  count++ as a lambda that is an IntSupplier' none "$(reports LambdaNumber)"
expect '  count += 2;' none "$(reports Two)"
expect '  all++; of a static one' none "$(reports All)"
echo "In run() of a Runnable that another method reads"
expect '  count++;' 'AT VO' "$(reports RunUp)"
expect '  count += 2;' AT "$(reports RunTwo)"
expect '  all++; of a static one' AT "$(reports RunAll)"
expect '  if (--count == 0)' none "$(reports RunZero)"
expect '  given = all++; of a static one' none "$(reports RunAllNumber)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
