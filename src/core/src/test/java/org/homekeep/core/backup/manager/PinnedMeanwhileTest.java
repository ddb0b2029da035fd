package org.homekeep.core.backup.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.homekeep.core.wire.WireException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody pins a backup while retention deletes: a pin that succeeded holds. */
class PinnedMeanwhileTest extends KeepingHubTest {
  private final AtomicReference<Future<Void>> pinned = new AtomicReference<>();
  private final List<String> made = new ArrayList<>();

  @BeforeEach
  void makeThree() throws Exception {
    for (int i = 0; i < 3; i++) {
      made.add(home.automatic());
    }
    home.update("{'retention':{'copies':1}}");
  }

  private void pinBeforeTheFirstDeletion(String backupId) {
    home.one.beforeDeletion(
        () -> {
          if (pinned.get() == null) {
            pinned.set(home.hub.backups().manager().keeping().pin(backupId));
          }
        });
  }

  @Test
  void what_retention_would_have_deleted_next_stays() throws Exception {
    pinBeforeTheFirstDeletion(made.get(1));

    String newest = home.automatic();

    assertThat(pinned.get().await(10, TimeUnit.SECONDS)).isNull();
    assertThat(home.one.ids()).containsExactly(made.get(1), newest);
  }

  @Test
  void what_retention_is_deleting_cannot_be_pinned_any_more() throws Exception {
    pinBeforeTheFirstDeletion(made.get(0));

    home.automatic();

    assertThatThrownBy(() -> pinned.get().await(10, TimeUnit.SECONDS))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("There is no backup");
    assertThat(home.one.ids()).doesNotContain(made.get(0));
    assertThat(home.call("retention/info", "{}").getJsonArray("pinned")).isEmpty();
  }
}
