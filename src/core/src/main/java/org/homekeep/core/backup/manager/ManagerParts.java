package org.homekeep.core.backup.manager;

import java.time.Duration;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.AgentRegistry;
import org.homekeep.core.backup.agent.Transfers;
import org.homekeep.core.backup.config.ConfigStore;
import org.homekeep.core.backup.delivery.Deliveries;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.event.BackupEvents;
import org.homekeep.core.backup.folder.MappedFolders;
import org.homekeep.core.backup.history.RunHistory;
import org.homekeep.core.backup.hook.HookCalls;
import org.homekeep.core.backup.key.KeyRing;
import org.homekeep.core.backup.local.LocalDirectory;
import org.homekeep.core.runtime.HubControl;
import org.homekeep.core.runtime.HubDirectories;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Worker;

/**
 * What the manager works with.
 *
 * @param timers in place of the runtime's, so that tests can turn the time
 * @param worker runs what is short
 * @param lasting runs what takes as long as an archive does, or as whoever sends one
 * @param instanceId tells backups of this hub from others, 32 hex digits
 * @param databasePatience how long a database may be locked by its owner
 * @param keys every key that was ever used
 * @param encryption hears what archives were measured to be
 * @param folders that have a directory on this machine
 * @param hooks of integrations, called while the data is read
 * @param history hears of every backup that is to be made
 */
public record ManagerParts(
    HubRuntime runtime,
    Timers timers,
    HubDirectories directories,
    HubControl control,
    IssueReporter issues,
    ArchiveEngine engine,
    AgentRegistry agents,
    AgentCalls calls,
    Transfers transfers,
    ConfigStore store,
    BackupEvents events,
    Worker worker,
    Worker lasting,
    LocalDirectory localDirectory,
    Deliveries deliveries,
    Safekeeping safekeeping,
    String instanceId,
    Duration databasePatience,
    KeyRing keys,
    MeasuredEncryption encryption,
    MappedFolders folders,
    HookCalls hooks,
    RunHistory history) {}
