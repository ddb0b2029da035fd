package org.homekeep.core.backup.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.BackupAgent;
import org.homekeep.core.backup.local.LocalAgent;

/** All locations by id, the hub's own first. Touched on the hub's context. */
public final class AgentRegistry {
  private final LocalAgent local;
  private final AgentSource source;

  public AgentRegistry(LocalAgent local, AgentSource source) {
    this.local = local;
    this.source = source;
  }

  /** The hub's own location. */
  public LocalAgent local() {
    return local;
  }

  /** The locations that exist now. Of two with one id, the first counts. */
  public List<BackupAgent> all() {
    Map<String, BackupAgent> byId = new LinkedHashMap<>();
    byId.put(local.agentId(), local);
    for (BackupAgent agent : source.agents()) {
      byId.putIfAbsent(agent.agentId(), agent);
    }
    return List.copyOf(byId.values());
  }

  /** The location of an id. */
  public Optional<BackupAgent> find(String agentId) {
    return all().stream().filter(agent -> agent.agentId().equals(agentId)).findFirst();
  }
}
