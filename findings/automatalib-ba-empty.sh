#!/usr/bin/env bash
# Expected: an automaton that is written in the BA format and read again by the same library accepts
#   the same words, or the writer refuses what the format cannot hold.
# What happens: in that format a file that names no accepting state is one of which all are
#   accepting. BAWriter names none where there is none, and so makes of an automaton that accepts
#   nothing one that accepts every word it has transitions for: BAParsers reads it so. The same by
#   DOT stays empty.
# Version: AutomataLib 0.12.1 (net.automatalib:automata-serialization-ba, -dot).
# Known: the rule is the format's (languageinclusion.org); the documentation of the writer refers to
#   it and says nothing of an empty language; nothing was found in the tracker.
# Who meets it: whoever hands what must be empty, the intersection of a system with what is
#   forbidden, to a checker of inclusion or of emptiness: what is right arrives as all wrong.
# Instead: ask DFAs.acceptsEmptyLanguage before it is written, or add a state that is accepting and
#   that nothing leads to.
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
    <dependency><groupId>net.automatalib</groupId><artifactId>automata-serialization-ba</artifactId><version>0.12.1</version></dependency>
    <dependency><groupId>net.automatalib</groupId><artifactId>automata-serialization-dot</artifactId><version>0.12.1</version></dependency>
    <dependency><groupId>net.automatalib</groupId><artifactId>automata-util</artifactId><version>0.12.1</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$work/lib" > mvn.log 2>&1 ||
  { echo "net.automatalib:automata-serialization-ba:0.12.1 cannot be had"; exit 3; }

cat > Empty.java <<'JAVA'
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.automatalib.alphabet.Alphabet;
import net.automatalib.alphabet.impl.Alphabets;
import net.automatalib.automaton.fsa.impl.CompactDFA;
import net.automatalib.automaton.fsa.impl.CompactNFA;
import net.automatalib.exception.FormatException;
import net.automatalib.serialization.ba.BAParsers;
import net.automatalib.serialization.ba.BAWriter;
import net.automatalib.serialization.dot.DOTParsers;
import net.automatalib.serialization.dot.GraphDOT;
import net.automatalib.util.automaton.fsa.DFAs;
import net.automatalib.word.Word;

class Empty {
  static final Alphabet<String> ALPHABET = Alphabets.closedCharStringRange('a', 'b');
  static final Word<String> AB = Word.fromSymbols("a", "b");

  // Two states, from one to the other by a and back by b; which of them are accepting?
  static CompactDFA<String> loop(boolean first, boolean second) {
    CompactDFA<String> dfa = new CompactDFA<>(ALPHABET);
    int one = dfa.addInitialState(first);
    int other = dfa.addState(second);
    dfa.addTransition(one, "a", other);
    dfa.addTransition(other, "b", one);
    return dfa;
  }

  static byte[] ba(CompactDFA<String> dfa) throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    new BAWriter<String>().writeModel(written, dfa, ALPHABET);
    return written.toByteArray();
  }

  static CompactDFA<String> read(byte[] ba) throws IOException, FormatException {
    return BAParsers.dfa().readModel(new ByteArrayInputStream(ba)).model;
  }

  public static void main(String[] args) throws IOException, FormatException {
    CompactDFA<String> none = loop(false, false);
    see("before", none.accepts(AB));
    see("file", new String(ba(none), StandardCharsets.UTF_8).strip().replace("\n", " ; "));
    see("dfa", read(ba(none)).accepts(AB));
    CompactNFA<String> nfa = BAParsers.nfa().readModel(new ByteArrayInputStream(ba(none))).model;
    see("nfa", nfa.accepts(AB));
    see("forbidden", DFAs.acceptsEmptyLanguage(DFAs.and(loop(true, false), none, ALPHABET)));
    see("forbidden read",
        DFAs.acceptsEmptyLanguage(read(ba(DFAs.and(loop(true, false), none, ALPHABET)))));
    StringBuilder dot = new StringBuilder();
    GraphDOT.write(none, ALPHABET, dot);
    see("dot",
        DOTParsers.dfa()
            .readModel(new ByteArrayInputStream(dot.toString().getBytes(StandardCharsets.UTF_8)))
            .model
            .accepts(AB));
    see("one", read(ba(loop(false, true))).accepts(AB));
    none.addState(true);
    see("unreached", read(ba(none)).accepts(AB));
  }

  static void see(String what, Object value) {
    System.out.println("SEEN " + what + ": " + value);
  }
}
JAVA
javac -cp 'lib/*' Empty.java
java -cp "$work:$work/lib/*" Empty > out 2> log || { cat out log; exit 1; }

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
seen() { sed -n "s/^SEEN $1: //p" out; }

echo "AutomataLib 0.12.1, an automaton without accepting states"
expect "accepts ab" false "$(seen before)"
expect "as written, lines apart by ;" '0 ; a,0->1 ; b,1->0' "$(seen file)"
expect "read as a DFA, accepts ab" true "$(seen dfa)"
expect "read as an NFA, accepts ab" true "$(seen nfa)"
expect "intersection with it is empty" true "$(seen forbidden)"
expect "that intersection, written and read, is empty" false "$(seen 'forbidden read')"
expect "written and read as DOT, accepts ab" false "$(seen dot)"
expect "with the other state accepting, written and read, accepts ab" false "$(seen one)"
expect "with an accepting state that nothing leads to, accepts ab" false "$(seen unreached)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
