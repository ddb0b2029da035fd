package org.homekeep.core.backup.agent;

import java.util.List;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.BackupAgent;

/** Where the locations come from that integrations offer. Called on the hub's context. */
public interface AgentSource {

  /** The locations of all config entries that are loaded at the moment, in a stable order. */
  List<BackupAgent> agents();

  /**
   * Whether a location that is not among {@link #agents()} was removed: no config entry is left
   * that could offer it. False for one that is switched off, is being reloaded or cannot be set up,
   * and for the hub's own.
   */
  boolean isRemoved(String agentId);

  /** Tells the listener whenever {@link #agents()} may have changed. */
  Cancellable onChange(Runnable listener);
}
