package org.homekeep.core.backup.entity;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.core.backup.config.IsoTime;
import org.homekeep.core.backup.event.BackupEvent;
import org.homekeep.core.backup.event.ManagerState;
import org.homekeep.core.backup.event.Progress;
import org.homekeep.core.backup.event.Stage;
import org.homekeep.core.backup.manager.BackupManager;
import org.homekeep.core.state.States;

/** The entities of the backup manager, under Home Assistant's names (backup.md §9). */
public final class BackupEntities {
  private static final String DOMAIN = "backup";
  private static final String STATE = "sensor.backup_backup_manager_state";
  private static final String NEXT = "sensor.backup_next_scheduled_automatic_backup";
  private static final String SUCCEEDED = "sensor.backup_last_successful_automatic_backup";
  private static final String ATTEMPTED = "sensor.backup_last_attempted_automatic_backup";
  private static final String EVENT = "event.backup_automatic_backup";

  private final States states;
  private final BackupManager manager;
  private final Clock clock;

  private BackupEntities(States states, BackupManager manager, Clock clock) {
    this.states = states;
    this.manager = manager;
    this.clock = clock;
  }

  /** Sets the states now, and whenever the manager tells something or its settings change. */
  public static void register(States states, BackupManager manager, Clock clock) {
    BackupEntities entities = new BackupEntities(states, manager, clock);
    entities.setEvent(States.UNKNOWN, Optional.empty());
    manager.onSettingsChange(entities::setSensors);
    manager.events().subscribe(entities::heard);
  }

  private void heard(BackupEvent event) {
    if (event instanceof BackupEvent.Step step
        && step.managerState() == ManagerState.CREATE_BACKUP) {
      setEvent(time(OffsetDateTime.now(clock)), Optional.of(step));
    }
    setSensors();
  }

  private void setSensors() {
    states.set(
        DOMAIN,
        STATE,
        manager.events().state().wireName(),
        new JsonObject()
            .put(
                "options",
                new JsonArray(
                    Stream.of(ManagerState.values()).map(ManagerState::wireName).toList()))
            .put("device_class", "enum")
            .put("friendly_name", "Backup Backup Manager state"));
    setTime(
        NEXT,
        "Backup Next scheduled automatic backup",
        manager.nextRun().map(run -> run.at().toOffsetDateTime()));
    setTime(SUCCEEDED, "Backup Last successful automatic backup", manager.config().lastCompleted());
    setTime(ATTEMPTED, "Backup Last attempted automatic backup", manager.config().lastAttempted());
  }

  private void setTime(String entityId, String name, Optional<OffsetDateTime> time) {
    states.set(
        DOMAIN,
        entityId,
        time.map(BackupEntities::time).orElse(States.UNKNOWN),
        new JsonObject().put("device_class", "timestamp").put("friendly_name", name));
  }

  /** Its state is the moment of the last event, as of every entity of this kind. */
  private void setEvent(String time, Optional<BackupEvent.Step> step) {
    states.set(
        DOMAIN,
        EVENT,
        time,
        new JsonObject()
            .put(
                "event_types",
                new JsonArray()
                    .add(Progress.COMPLETED.wireName())
                    .add(Progress.FAILED.wireName())
                    .add(Progress.IN_PROGRESS.wireName()))
            .put("event_type", step.map(each -> each.progress().wireName()).orElse(null))
            .put(
                "backup_stage",
                step.flatMap(BackupEvent.Step::stage).map(Stage::wireName).orElse(null))
            .put("failed_reason", step.flatMap(BackupEvent.Step::reason).orElse(null))
            .put("friendly_name", "Backup Automatic backup"));
  }

  private static String time(OffsetDateTime moment) {
    return IsoTime.format(moment.withOffsetSameInstant(ZoneOffset.UTC));
  }
}
