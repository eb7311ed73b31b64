package org.mmucheck.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.mmucheck.catalog.Model;
import org.mmucheck.workbench.Unjudged;

/**
 * Asks the parts of a job for their verdicts on one model after the other, and keeps where a part
 * comes to none: that model's row says so, and all others are judged.
 *
 * <p>Concurrency: any thread may ask; what is kept is guarded by this object's monitor.
 */
final class Verdicts {
  private final List<Unjudged> unjudged = new ArrayList<>();

  /**
   * The verdict, or nothing where there is none.
   *
   * @param part the command that asks for the same verdict alone
   * @param what its argument: the model's name, or a trace's file
   * @throws InterruptedException if the thread is interrupted
   */
  <T> Optional<T> of(String part, Model model, String what, Callable<T> asked)
      throws InterruptedException {
    try {
      return Optional.of(asked.call());
    } catch (InterruptedException interrupted) {
      throw interrupted;
    } catch (Exception failure) {
      add(new Unjudged(part, model, what, failure));
      return Optional.empty();
    } catch (StackOverflowError failure) {
      add(new Unjudged(part, model, what, new IllegalStateException(failure.toString(), failure)));
      return Optional.empty();
    }
  }

  synchronized void add(Unjudged one) {
    unjudged.add(one);
  }

  /**
   * Where one verdict alone was asked for, what kept it from coming is what the command ends with.
   *
   * @param asked for how many
   */
  synchronized void throwIfOnly(int asked) throws Exception {
    if (asked == 1 && !unjudged.isEmpty()) {
      throw unjudged.getFirst().why();
    }
  }

  /** Where a part came to no verdict, in the order in which that was found. */
  synchronized List<Unjudged> missing() {
    return List.copyOf(unjudged);
  }

  /** Where a part came to no verdict, but for models of which {@code told} knows already. */
  synchronized List<Unjudged> missing(Set<Model> told) {
    return unjudged.stream().filter(one -> !told.contains(one.model())).toList();
  }
}
