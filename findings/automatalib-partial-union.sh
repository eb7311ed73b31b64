#!/usr/bin/env bash
# Expected: DFAs.or and DFAs.xor are the union and the symmetric difference of two languages; a DFA
#   may lack transitions, and rejects a word that has none.
# What happens: of two such automata a word counts only if both have transitions for it. A union
#   lacks what one of them accepts and the other has no transition for, and the symmetric difference
#   of two languages may be empty though they differ. Nothing is refused. NFAs.or of the same two
#   automata is their union, DFAs.complement adds the state that is missing, and findSeparatingWord
#   finds the word that tells them apart.
# Version: AutomataLib 0.12.1 (net.automatalib:automata-util).
# Known: the documentation of or, xor, impl, equiv and combine says nothing of transitions that are
#   missing; nothing was found in the tracker. DFAs.minimize refuses such a DFA.
# Who meets it: whoever compares what was learned, or implemented, with a specification by the empty
#   xor, and writes automata without the state in which everything is rejected.
# Instead: DFAs.complete on both first, or Automata.findSeparatingWord.
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
    <dependency><groupId>net.automatalib</groupId><artifactId>automata-util</artifactId><version>0.12.1</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$work/lib" > mvn.log 2>&1 ||
  { echo "net.automatalib:automata-util:0.12.1 cannot be had"; exit 3; }

cat > Union.java <<'JAVA'
import net.automatalib.alphabet.Alphabet;
import net.automatalib.alphabet.impl.Alphabets;
import net.automatalib.automaton.fsa.impl.CompactDFA;
import net.automatalib.util.automaton.Automata;
import net.automatalib.util.automaton.fsa.DFAs;
import net.automatalib.util.automaton.fsa.NFAs;
import net.automatalib.word.Word;

class Union {
  public static void main(String[] args) {
    Alphabet<Character> alphabet = Alphabets.characters('a', 'b');
    Word<Character> b = Word.fromSymbols('b');

    // Any number of a.
    CompactDFA<Character> few = new CompactDFA<>(alphabet);
    int only = few.addInitialState(true);
    few.addTransition(only, 'a', only);

    // The same, and at most one b at the end.
    CompactDFA<Character> more = new CompactDFA<>(alphabet);
    int start = more.addInitialState(true);
    int end = more.addState(true);
    more.addTransition(start, 'a', start);
    more.addTransition(start, 'b', end);

    CompactDFA<Character> fewComplete = DFAs.complete(few, alphabet);
    CompactDFA<Character> moreComplete = DFAs.complete(more, alphabet);

    see("one", more.accepts(b));
    see("or", DFAs.or(few, more, alphabet).accepts(b));
    see("ro", DFAs.or(more, few, alphabet).accepts(b));
    see("nfa", NFAs.or(few, more, alphabet).accepts(b));
    see("complete", DFAs.or(fewComplete, moreComplete, alphabet).accepts(b));
    see("xor", DFAs.acceptsEmptyLanguage(DFAs.xor(few, more, alphabet)));
    see("xor complete",
        DFAs.acceptsEmptyLanguage(DFAs.xor(fewComplete, moreComplete, alphabet)));
    see("separating", Automata.findSeparatingWord(few, more, alphabet));
    see("complement", DFAs.complement(few, alphabet).accepts(b));
  }

  static void see(String what, Object value) {
    System.out.println("SEEN " + what + ": " + value);
  }
}
JAVA
javac -cp 'lib/*' Union.java
java -cp "$work:$work/lib/*" Union > out 2> log || { cat out log; exit 1; }

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
seen() { sed -n "s/^SEEN $1: //p" out; }

echo "AutomataLib 0.12.1, A = a*, B = a* | a*b, both without further transitions"
expect "B accepts b" true "$(seen one)"
expect "DFAs.or(A, B) accepts b" false "$(seen or)"
expect "DFAs.or(B, A) accepts b" false "$(seen ro)"
expect "NFAs.or(A, B) accepts b" true "$(seen nfa)"
expect "DFAs.or of both, completed, accepts b" true "$(seen complete)"
expect "DFAs.xor(A, B) accepts nothing" true "$(seen xor)"
expect "DFAs.xor of both, completed, accepts nothing" false "$(seen 'xor complete')"
expect "word that separates A and B" b "$(seen separating)"
expect "DFAs.complement(A) accepts b" true "$(seen complement)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
