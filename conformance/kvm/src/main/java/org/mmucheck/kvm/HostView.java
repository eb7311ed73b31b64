package org.mmucheck.kvm;

import static org.mmucheck.kvm.Projection.ofFrames;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mmucheck.model.host.HostMm;
import org.mmucheck.model.host.Page;
import org.mmucheck.spec.ActionInstance;
import org.mmucheck.value.Value;

/** The host's pages and page tables as the specs see them: page {@code n} is {@code pn}. */
final class HostView {
  private static final Value[] NAMES =
      IntStream.range(0, 16).mapToObj(pfn -> Value.of("p" + pfn)).toArray(Value[]::new);

  private final HostMm mm;

  HostView(HostMm mm) {
    this.mm = mm;
  }

  static Value name(int pfn) {
    return pfn < NAMES.length ? NAMES[pfn] : Value.of("p" + pfn);
  }

  static Value nameOrNone(@Nullable Page page) {
    return page == null ? Projection.NONE : name(page.number());
  }

  /** The page that the argument at {@code index} names; null for {@code None}. */
  @Nullable Page pageOrNull(ActionInstance action, int index) {
    Value named = Arguments.at(action, index);
    return named.equals(Projection.NONE) ? null : page(action, index);
  }

  /** The page that the argument at {@code index} names. */
  Page page(ActionInstance action, int index) {
    Value named = Arguments.at(action, index);
    for (Page page : mm.pages()) {
      if (name(page.number()).equals(named)) {
        return page;
      }
    }
    throw new IllegalArgumentException(action + " names no page of the host");
  }

  /** Offers {@code hpte}, {@code owner} and {@code refs}. */
  void project(Projection projection) {
    projection.offer("hpte", () -> ofFrames(mm.frames(), frame -> nameOrNone(mm.pte(frame))));
    projection.offer("owner", () -> ofPages(page -> Projection.text(page.owner())));
    projection.offer("refs", () -> ofPages(page -> Value.of(page.refs())));
  }

  /** A function on the pages. Their names are strings, so TLA+ has it as a record. */
  Value ofPages(Function<Page, Value> value) {
    Map<String, Value> fields = new HashMap<>();
    for (Page page : mm.pages()) {
      fields.put(name(page.number()).toString(), value.apply(page));
    }
    return Value.rec(fields);
  }
}
