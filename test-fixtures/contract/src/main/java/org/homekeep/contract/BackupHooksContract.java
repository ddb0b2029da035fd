package org.homekeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.homekeep.api.backup.BackupHooks;
import org.homekeep.api.entry.LoadedEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an integration must bear that does something before and after backups. */
public abstract class BackupHooksContract extends IntegrationContract {
  private Optional<LoadedEntry> entry = Optional.empty();

  @BeforeEach
  final void setUpEntry() throws Exception {
    entry = Optional.of(setUp(entry(rightInput())));
  }

  private BackupHooks hooks() {
    return entry
        .flatMap(LoadedEntry::backupHooks)
        .orElseThrow(() -> new AssertionError("The entry offers no hooks."));
  }

  private void unload() throws Exception {
    hub().await(entry.orElseThrow()::unload);
    assertThat(hub().armedTimers()).isEmpty();
  }

  @Test
  void it_gets_ready_and_goes_on_as_often_as_backups_are_made() throws Exception {
    BackupHooks hooks = hooks();
    for (int backup = 0; backup < 3; backup++) {
      hub().await(hooks::beforeBackup);
      hub().await(hooks::afterBackup);
    }

    unload();
  }

  @Test
  void it_goes_on_when_there_is_nothing_to_end() throws Exception {
    BackupHooks hooks = hooks();
    hub().await(hooks::afterBackup);
    hub().await(hooks::beforeBackup);
    hub().await(hooks::afterBackup);
    hub().await(hooks::afterBackup);

    unload();
  }

  @Test
  void it_goes_on_after_the_entry_was_unloaded_in_between() throws Exception {
    BackupHooks hooks = hooks();
    hub().await(hooks::beforeBackup);
    unload();

    hub().await(hooks::afterBackup);

    assertThat(hub().armedTimers()).isEmpty();
  }
}
