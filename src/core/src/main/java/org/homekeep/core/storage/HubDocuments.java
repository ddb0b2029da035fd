package org.homekeep.core.storage;

import java.util.List;

/**
 * The documents of a hub: their names, and the versions that this one writes and reads. Those that
 * pages keep for their users are not among them; there is one for each user.
 */
public final class HubDocuments {
  public static final StoreKey ACCOUNTS = StoreKey.of("auth", 1, 1);
  public static final StoreKey PASSWORDS = StoreKey.of("auth_provider.homeassistant", 1, 1);
  public static final StoreKey SECOND_FACTORS = StoreKey.of("auth_module.totp", 1, 1);
  public static final StoreKey ONBOARDING = StoreKey.of("onboarding", 4, 1);
  public static final StoreKey INSTANCE_ID = StoreKey.of("core.uuid", 1, 1);
  public static final StoreKey HOME = StoreKey.of("core.config", 1, 4);
  public static final StoreKey ENTRIES = StoreKey.of("core.config_entries", 1, 5);
  public static final StoreKey ISSUES = StoreKey.of("repairs.issue_registry", 1, 2);
  public static final StoreKey LOG_LEVELS = StoreKey.of("core.logger", 1, 1);

  /** Home Assistant's own settings of backups; it reads one major version more than it writes. */
  public static final StoreKey BACKUP = new StoreKey("backup", 1, 7, 2);

  public static final StoreKey BACKUP_POLICY = StoreKey.of("homekeep.backup", 1, 1);
  public static final StoreKey BACKUP_KEYS = StoreKey.of("homekeep.backup_keys", 1, 1);
  public static final StoreKey BACKUP_COPIES = StoreKey.of("homekeep.backup_copies", 1, 1);
  public static final StoreKey BACKUP_HISTORY = StoreKey.of("homekeep.backup_history", 1, 1);
  public static final StoreKey DELIVERIES = StoreKey.of("homekeep.deliveries", 1, 4);

  private HubDocuments() {}

  /** All of them. */
  public static List<StoreKey> all() {
    return List.of(
        ACCOUNTS,
        PASSWORDS,
        SECOND_FACTORS,
        ONBOARDING,
        INSTANCE_ID,
        HOME,
        ENTRIES,
        ISSUES,
        LOG_LEVELS,
        BACKUP,
        BACKUP_POLICY,
        BACKUP_KEYS,
        BACKUP_COPIES,
        BACKUP_HISTORY,
        DELIVERIES);
  }
}
