package org.homekeep.integrations.backblazeb2;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.homekeep.api.backup.AgentBackup;

/**
 * Lets equal parts of the descriptions of thousands of backups be the same objects: add-ons, names
 * and versions hardly change from night to night. May be used from any thread.
 */
final class SharedParts {
  private final Map<Object, Object> parts = new ConcurrentHashMap<>();

  /** The same backup of shared parts. */
  AgentBackup of(AgentBackup backup) {
    Map<String, Object> extra = new HashMap<>();
    backup.extraMetadata().forEach((key, value) -> extra.put(same(key), same(value)));
    return new AgentBackup(
        backup.backupId(),
        same(backup.name()),
        backup.date(),
        same(backup.addons()),
        same(backup.folders()),
        backup.databaseIncluded(),
        backup.homeassistantIncluded(),
        same(backup.homeassistantVersion()),
        same(Map.copyOf(extra)),
        backup.isProtected(),
        backup.size());
  }

  @SuppressWarnings("unchecked") // What is equal to a value is of its kind.
  private <T> T same(T value) {
    T known = (T) parts.putIfAbsent(value, value);
    return known == null ? value : known;
  }
}
