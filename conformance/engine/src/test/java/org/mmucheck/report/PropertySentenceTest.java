package org.mmucheck.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PropertySentenceTest {
  private static final String MODULE =
      """
      ---- MODULE M ----
      Owes(step) == \\E i \\in DOMAIN zapper : zapper[i] = step
      Freed      == refcount = 0  \\* off tdp_mmu_roots, handed to call_rcu()
      NoComment == Freed
      (* No task walks page tables that are  *)
      (* already on their way to the allocator. *)
      ZapSeesLiveRoot == Owes("zap") => ~Freed
      \\* Every reference has an owner:
      \\* a vCPU, or the MMU.
      RefcountHasOwners == TRUE
      (**************************************************************)
      (* An invalid root goes away                                  *)
      (**************************************************************)
      InvalidRootIsFreed == invalid ~> Freed
      (* A block
         of two lines. *)
      Block ==
        TRUE
      Beside == TRUE (* says nothing of the next *)
      Next2 == TRUE

      \\* A comment that stands alone.

      Alone == TRUE
      ====
      """;

  @Test
  void shouldReadTheCommentDirectlyAboveTheDefinition() {
    assertThat(PropertySentence.in(MODULE, "ZapSeesLiveRoot"))
        .isEqualTo("No task walks page tables that are already on their way to the allocator.");
    assertThat(PropertySentence.in(MODULE, "RefcountHasOwners"))
        .isEqualTo("Every reference has an owner: a vCPU, or the MMU.");
    assertThat(PropertySentence.in(MODULE, "InvalidRootIsFreed"))
        .isEqualTo("An invalid root goes away");
    assertThat(PropertySentence.in(MODULE, "Block")).isEqualTo("A block of two lines.");
  }

  @Test
  void shouldFindNothingWhereNoCommentStandsDirectlyAbove() {
    for (String name : new String[] {"NoComment", "Next2", "Alone", "Missing", "Freed"}) {
      assertThat(PropertySentence.in(MODULE, name)).as(name).isEmpty();
    }
  }
}
