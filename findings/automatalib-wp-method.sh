#!/usr/bin/env bash
# Expected: a test suite by the Wp-method is complete: an implementation with no more states than the
#   specification that passes it accepts the same words. The W-method's is, with more tests.
# What happens: not for DFAs. Automata.stateCharacterizingSet, from which the second half of the suite
#   is built, is to tell a state from every other and often does not: the set of one state of this
#   minimal DFA of four states gives the same answers in another, though one letter tells them apart.
#   So the suite of 18 words lacks "ba", and an implementation that takes a wrong turn there passes
#   it. Among the DFAs of four states over two letters and with one accepting state, here the first
#   10,001 that are minimal, more than a third have such a state. The W-method's suite finds each wrong
#   turn, and so do both methods for a Mealy machine that has the acceptance as its output.
# Version: AutomataLib 0.12.1 (net.automatalib:automata-util).
# Known: LearnLib/automatalib#36 was about the set for all states of a Mealy machine and is closed,
#   LearnLib/learnlib#29 about the Wp-method's choice of the state and is closed; of the set for one
#   state of a DFA, nothing was found in the tracker.
# Who meets it: whoever tests the conformance of code to a DFA by WpMethodTestsIterator, or learns one
#   with LearnLib's DFAWpMethodEQOracle, which is built on it.
# Instead: the W-method (WMethodTestsIterator), or the DFA as a Mealy machine.
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

cat > Wp.java <<'JAVA'
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import net.automatalib.alphabet.Alphabet;
import net.automatalib.alphabet.impl.Alphabets;
import net.automatalib.automaton.fsa.impl.CompactDFA;
import net.automatalib.automaton.transducer.impl.CompactMealy;
import net.automatalib.util.automaton.Automata;
import net.automatalib.util.automaton.conformance.WMethodTestsIterator;
import net.automatalib.util.automaton.conformance.WpMethodTestsIterator;
import net.automatalib.word.Word;

class Wp {
  static final Alphabet<String> ALPHABET = Alphabets.closedCharStringRange('a', 'b');
  static final int STATES = 4;

  // State i goes by a to to[2 * i] and by b to to[2 * i + 1].
  static CompactDFA<String> dfa(int accepting, int... to) {
    CompactDFA<String> dfa = new CompactDFA<>(ALPHABET);
    for (int state = 0; state < STATES; state++) {
      dfa.addIntState(state == accepting);
    }
    dfa.setInitialState((Integer) 0);
    for (int i = 0; i < to.length; i++) {
      dfa.setTransition((Integer) (i / 2), ALPHABET.getSymbol(i % 2), (Integer) to[i]);
    }
    return dfa;
  }

  // The same as a Mealy machine: the output is whether the next state is accepting.
  static CompactMealy<String, Boolean> mealy(CompactDFA<String> dfa) {
    CompactMealy<String, Boolean> mealy = new CompactMealy<>(ALPHABET);
    for (int state = 0; state < STATES; state++) {
      mealy.addIntState();
    }
    mealy.setInitialState((Integer) 0);
    for (Integer state : dfa.getStates()) {
      for (String symbol : ALPHABET) {
        Integer next = dfa.getSuccessor(state, symbol);
        mealy.setTransition(state, symbol, next, (Boolean) dfa.isAccepting(next));
      }
    }
    return mealy;
  }

  static boolean accepts(CompactDFA<String> dfa, Integer state, Word<String> word) {
    return dfa.isAccepting(dfa.getSuccessor(state, word));
  }

  // Does the set of some state not tell it from another?
  static boolean incomplete(CompactDFA<String> dfa) {
    for (Integer state : dfa.getStates()) {
      List<Word<String>> set = Automata.stateCharacterizingSet(dfa, ALPHABET, state);
      for (Integer other : dfa.getStates()) {
        if (!state.equals(other)
            && set.stream().allMatch(w -> accepts(dfa, state, w) == accepts(dfa, other, w))) {
          return true;
        }
      }
    }
    return false;
  }

  static List<Word<String>> all(Iterator<Word<String>> tests) {
    List<Word<String>> all = new ArrayList<>();
    tests.forEachRemaining(all::add);
    return all;
  }

  static boolean passes(List<Word<String>> suite, CompactDFA<String> spec, CompactDFA<String> code) {
    return suite.stream().allMatch(word -> spec.accepts(word) == code.accepts(word));
  }

  static boolean passes(
      List<Word<String>> suite, CompactMealy<String, ?> spec, CompactMealy<String, ?> code) {
    return suite.stream()
        .allMatch(word -> spec.computeOutput(word).equals(code.computeOutput(word)));
  }

  public static void main(String[] args) {
    CompactDFA<String> spec = dfa(0, 1, 1, 2, 0, 3, 0, 0, 0);
    see("minimal", Automata.minimize(spec, ALPHABET, new CompactDFA<>(ALPHABET)).size());
    for (Integer state : spec.getStates()) {
      List<Word<String>> set = Automata.stateCharacterizingSet(spec, ALPHABET, state);
      for (Integer other : spec.getStates()) {
        if (!state.equals(other)
            && set.stream().allMatch(w -> accepts(spec, state, w) == accepts(spec, other, w))) {
          see(
              "same",
              state + " and " + other + " by " + set + ", apart by "
                  + Automata.findSeparatingWord(spec, state, other, ALPHABET));
        }
      }
    }
    CompactDFA<String> code = dfa(0, 1, 3, 2, 0, 3, 0, 0, 0);
    see("shortest", Automata.findShortestSeparatingWord(spec, code, ALPHABET));
    List<Word<String>> wp = all(new WpMethodTestsIterator<>(spec, ALPHABET, 0));
    List<Word<String>> w = all(new WMethodTestsIterator<>(spec, ALPHABET, 0));
    see("wp", wp.size() + " words, passed " + passes(wp, spec, code));
    see("w", w.size() + " words, passed " + passes(w, spec, code));

    int faults = 0;
    int byWp = 0;
    int byW = 0;
    int byMealy = 0;
    CompactMealy<String, Boolean> specMealy = mealy(spec);
    List<Word<String>> wpMealy = all(new WpMethodTestsIterator<>(specMealy, ALPHABET, 0));
    for (Integer state : spec.getStates()) {
      for (String symbol : ALPHABET) {
        for (Integer to : spec.getStates()) {
          CompactDFA<String> wrong = new CompactDFA<>(spec);
          wrong.setTransition(state, symbol, to);
          if (!Automata.testEquivalence(spec, wrong, ALPHABET)) {
            faults++;
            byWp += passes(wp, spec, wrong) ? 0 : 1;
            byW += passes(w, spec, wrong) ? 0 : 1;
            byMealy += passes(wpMealy, specMealy, mealy(wrong)) ? 0 : 1;
          }
        }
      }
    }
    see("faults", faults + ", found by Wp " + byWp + ", by W " + byW + ", by Wp as Mealy " + byMealy);

    int seen = 0;
    int incomplete = 0;
    for (int number = 0; seen < 10_000; number++) {
      int[] to = new int[2 * STATES];
      for (int i = 0, rest = number; i < to.length; i++, rest /= STATES) {
        to[i] = rest % STATES;
      }
      for (int accepting = 0; accepting < STATES; accepting++) {
        CompactDFA<String> dfa = dfa(accepting, to);
        if (Automata.stateCover(dfa, ALPHABET).size() == STATES
            && Automata.minimize(dfa, ALPHABET, new CompactDFA<>(ALPHABET)).size() == STATES) {
          seen++;
          incomplete += incomplete(dfa) ? 1 : 0;
        }
      }
    }
    see("sample", incomplete + " of " + seen);
  }

  static void see(String what, Object value) {
    System.out.println("SEEN " + what + ": " + value);
  }
}
JAVA
javac -cp 'lib/*' Wp.java
java -cp "$work:$work/lib/*" Wp > out 2> log || { cat out log; exit 1; }

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
seen() { sed -n "s/^SEEN $1: //p" out; }

echo "AutomataLib 0.12.1, a DFA of four states, 0 accepting; by a 1, 2, 3, 0, by b 1, 0, 0, 0"
expect "states of it, minimized" 4 "$(seen minimal)"
expect "states that have the same answers" '1 and 3 by [ε, a a], apart by a' "$(seen same)"
expect "an implementation that goes by b from 0 to 3: shortest word that tells" 'b a' "$(seen shortest)"
expect "it passes the Wp-method's suite" '18 words, passed true' "$(seen wp)"
expect "it passes the W-method's suite" '27 words, passed false' "$(seen w)"
expect "all that take one wrong turn" '24, found by Wp 23, by W 24, by Wp as Mealy 24' "$(seen faults)"
expect "minimal DFAs of four states with such a state" '3749 of 10001' "$(seen sample)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
