#!/usr/bin/env bash
# Expected: SpotBugs' IS_FIELD_NOT_GUARDED reports a field with @GuardedBy that is used without the lock
#   which the annotation names.
# What happens: only @GuardedBy("this") counts, and only where some accesses hold "this" and others do
#   not. A field that no method guards passes, and so does one whose methods all take another object. Of
#   @GuardedBy("one"), where "one" is a field of the object, nothing is reported: not the method without a
#   lock, nor the one with another, nor that all take "this". Error Prone's annotation of the same name
#   changes nothing.
# Version: SpotBugs 4.10.4 (com.github.spotbugs:spotbugs), with -effort:max and -low.
# Known: the description speaks of fields with the annotation of jcip or of javax.annotation.concurrent
#   that are used otherwise than it says; that "this" alone is looked at, it does not say. Issue 1590,
#   open since 2021, asks why a field guarded by a java.util.concurrent Lock is not reported.
# Who meets it: whoever writes the annotations down and takes a report without entries for their check:
#   none is where no method at all takes the lock.
# Instead: Error Prone's GuardedBy or the Checker Framework's Lock Checker, which read the name.
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
    <dependency><groupId>net.jcip</groupId><artifactId>jcip-annotations</artifactId><version>1.0</version></dependency>
    <dependency><groupId>com.google.errorprone</groupId><artifactId>error_prone_annotations</artifactId><version>2.42.0</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$work/lib" > mvn.log 2>&1 ||
  { echo "com.github.spotbugs:spotbugs:4.10.4 cannot be had"; exit 3; }

# Class $1 with a field under annotation $2; $3, $4 and $5 come before "{" of its three methods' bodies.
class() {
  cat > "$1.java" <<JAVA
class $1 {
  final Object one = new Object();
  final Object other = new Object();
  private $2 int count;

  void up() { $3 { count++; } }

  int get() { $4 { return count; } }

  void set(int value) { $5 { count = value; } }
}
JAVA
}
this='synchronized (this)' one='synchronized (one)' other='synchronized (other)'
jcip='@net.jcip.annotations.GuardedBy'
class ThisGood "$jcip(\"this\")" "$this" "$this" "$this"
class ThisSome "$jcip(\"this\")" "$this" "$this" ''
class ThisNone "$jcip(\"this\")" '' '' ''
class ThisOther "$jcip(\"this\")" "$other" "$other" "$other"
class ThisSomeOther "$jcip(\"this\")" "$this" "$this" "$other"
class OneSome "$jcip(\"one\")" "$one" "$one" ''
class OneNone "$jcip(\"one\")" '' '' ''
class OneOther "$jcip(\"one\")" "$one" "$one" "$other"
class OneThis "$jcip(\"one\")" "$this" "$this" "$this"
class OneSomeThis "$jcip(\"one\")" "$one" "$one" "$this"
class Javax '@javax.annotation.concurrent.GuardedBy("this")' "$this" "$this" ''
class ErrorProne '@com.google.errorprone.annotations.concurrent.GuardedBy("this")' "$this" "$this" ''
class Without '' "$this" "$this" ''
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

echo "SpotBugs 4.10.4: @GuardedBy(\"this\") of a field that three methods use"
expect '  all under this' none "$(reports ThisGood)"
expect '  two under this, one without a lock' IS_FIELD_NOT_GUARDED "$(reports ThisSome)"
expect '  two under this, one under another object' IS_FIELD_NOT_GUARDED "$(reports ThisSomeOther)"
expect '  none under a lock' none "$(reports ThisNone)"
expect '  all under another object' none "$(reports ThisOther)"
echo "@GuardedBy(\"one\"), where one is a field"
expect '  two under one, one without a lock' none "$(reports OneSome)"
expect '  two under one, one under another object' none "$(reports OneOther)"
expect '  two under one, one under this' none "$(reports OneSomeThis)"
expect '  none under a lock' none "$(reports OneNone)"
expect '  all under this' none "$(reports OneThis)"
echo "Two under this, one without a lock"
expect '  @GuardedBy("this") of javax' IS_FIELD_NOT_GUARDED "$(reports Javax)"
expect '  @GuardedBy("this") of Error Prone' IS2_INCONSISTENT_SYNC "$(reports ErrorProne)"
expect '  without an annotation' IS2_INCONSISTENT_SYNC "$(reports Without)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
