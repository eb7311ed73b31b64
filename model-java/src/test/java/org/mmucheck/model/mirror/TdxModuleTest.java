package org.mmucheck.model.mirror;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TdxModuleTest {
  private final TdxModule module = new TdxModule(1);

  /** No small model comes here: the key goes when nobody tracks any more. */
  @Test
  void shouldRefuseToTrackWithoutAKeyAndLetTheNextCallIn() throws Exception {
    assertThat(module.track()).isEqualTo(TdxModule.Result.SUCCESS);
    module.freeKey();
    assertThat(module.track()).isEqualTo(TdxModule.Result.REFUSED);
    // A lock that was kept would keep other threads out, not this one.
    assertThat(CompletableFuture.supplyAsync(module::track).get(1, MINUTES))
        .isEqualTo(TdxModule.Result.REFUSED);
  }
}
