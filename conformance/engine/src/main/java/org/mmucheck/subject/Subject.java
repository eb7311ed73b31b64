package org.mmucheck.subject;

import java.util.List;
import java.util.Optional;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.spec.State;

/** An implementation under test that can be driven one spec action at a time. */
public interface Subject extends AutoCloseable {
  /** The implementation's state, projected to the spec's variables. */
  State state();

  /**
   * Takes the step that {@code action} names, to its end.
   *
   * @return false if the implementation refuses it here; then nothing has changed
   * @throws IllegalArgumentException if the implementation has no step of that name
   */
  boolean tryStep(ActionInstance action);

  /**
   * Numbers action instances, for {@link #follow}, {@link #attempt} and {@link #possible}.
   *
   * @return good for every subject that the adapter starts with the same constants
   */
  default ActionIndex index(List<ActionInstance> actions) {
    return new ActionIndex(actions);
  }

  /** {@link #tryStep} of an action by its number. */
  default boolean attempt(ActionIndex index, int number) {
    return tryStep(index.get(number));
  }

  /**
   * Takes the steps of an itinerary to its end or to the first that is refused; it may take them
   * faster than one by one.
   *
   * @return the number of the action that was refused; {@link Itinerary#END} if none was
   */
  default int follow(ActionIndex index, Itinerary itinerary) {
    int number = itinerary.next();
    while (number != Itinerary.END && attempt(index, number)) {
      number = itinerary.next();
    }
    return number;
  }

  /**
   * The actions that the code under test can be asked for. All others it cannot take, because their
   * task is parked at another point or busy; {@link #attempt} would refuse them without running any
   * code.
   *
   * @param numbers receives their numbers; as long as the index
   * @return how many they are
   */
  default int possible(ActionIndex index, int[] numbers) {
    for (int number = 0; number < numbers.length; number++) {
      numbers[number] = number;
    }
    return numbers.length;
  }

  /**
   * The objects from which everything can be reached that later steps depend on: the implementation
   * and its tasks. What an adapter keeps for itself, such as the spec's names, may be left out.
   */
  default List<Object> implementation() {
    return List.of(this);
  }

  /** The code's own verdict on a property of the spec, now; empty if the code has none. */
  default Optional<Boolean> holds(String property) {
    return Optional.empty();
  }

  /** Ends every task of the implementation. */
  @Override
  void close();
}
