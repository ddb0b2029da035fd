package org.homekeep.core;

import java.util.List;
import org.homekeep.api.Cancellable;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.agent.AgentSource;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.entry.ConfigEntries;

/** The locations that loaded config entries offer, as the backup manager wants to see them. */
record EntryAgents(ConfigEntries entries) implements AgentSource {

  @Override
  public List<BackupAgent> agents() {
    return entries.loadedAgents();
  }

  @Override
  public boolean isRemoved(String agentId) {
    String domain = agentId.substring(0, Math.max(0, agentId.indexOf('.')));
    return !agentId.equals(LocalAgent.ID)
        && entries.areAllLoaded(domain)
        && agents().stream().noneMatch(agent -> agent.agentId().equals(agentId));
  }

  @Override
  public Cancellable onChange(Runnable listener) {
    return entries.onStateChange(domain -> listener.run());
  }
}
