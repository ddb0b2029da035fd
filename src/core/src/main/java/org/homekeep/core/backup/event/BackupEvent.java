package org.homekeep.core.backup.event;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Something that the backup manager tells its listeners (backup.md §2.2). */
public sealed interface BackupEvent {

  /** The state of the manager when this was told. */
  ManagerState managerState();

  /** Exactly the keys that clients know. */
  JsonObject json();

  /** Nothing is going on; or, while the hub starts, nothing may. */
  record Resting(ManagerState managerState) implements BackupEvent {
    /** The manager can be used. */
    public static final Resting IDLE = new Resting(ManagerState.IDLE);

    /** The hub has not started yet. */
    public static final Resting BLOCKED = new Resting(ManagerState.BLOCKED);

    @Override
    public JsonObject json() {
      return new JsonObject().put("manager_state", managerState.wireName());
    }
  }

  /**
   * An operation goes on or ends.
   *
   * @param managerState which operation
   * @param reason an error code, or for a restore after the restart the error's text
   */
  record Step(
      ManagerState managerState, Optional<String> reason, Optional<Stage> stage, Progress progress)
      implements BackupEvent {

    /** The operation has begun. */
    public static Step begun(ManagerState operation) {
      return new Step(operation, Optional.empty(), Optional.empty(), Progress.IN_PROGRESS);
    }

    /** The operation has reached a stage. */
    public static Step reached(ManagerState operation, Stage stage) {
      return new Step(operation, Optional.empty(), Optional.of(stage), Progress.IN_PROGRESS);
    }

    /** The operation ended, or the hub restarts for it. */
    public static Step ended(ManagerState operation, Progress progress) {
      return new Step(operation, Optional.empty(), Optional.empty(), progress);
    }

    /** The operation failed. */
    public static Step failed(ManagerState operation, String reason) {
      return new Step(operation, Optional.of(reason), Optional.empty(), Progress.FAILED);
    }

    @Override
    public JsonObject json() {
      return new JsonObject()
          .put("manager_state", managerState.wireName())
          .put("reason", reason.orElse(null))
          .put("stage", stage.map(Stage::wireName).orElse(null))
          .put("state", progress.wireName());
    }
  }

  /** A location has taken so many bytes; changes neither the state nor the last event. */
  record Upload(ManagerState managerState, String agentId, long uploadedBytes, long totalBytes)
      implements BackupEvent {
    @Override
    public JsonObject json() {
      return new JsonObject()
          .put("manager_state", managerState.wireName())
          .put("agent_id", agentId)
          .put("uploaded_bytes", uploadedBytes)
          .put("total_bytes", totalBytes);
    }
  }
}
