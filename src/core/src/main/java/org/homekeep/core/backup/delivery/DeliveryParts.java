package org.homekeep.core.backup.delivery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.homekeep.core.backup.agent.AgentCalls;
import org.homekeep.core.backup.agent.AgentRegistry;
import org.homekeep.core.backup.agent.Transfers;
import org.homekeep.core.backup.audit.AuditLog;
import org.homekeep.core.backup.config.ConfigStore;
import org.homekeep.core.backup.engine.ArchiveEngine;
import org.homekeep.core.backup.event.BackupEvents;
import org.homekeep.core.backup.ledger.CopyVerifier;
import org.homekeep.core.backup.local.LocalDirectory;
import org.homekeep.core.backup.policy.PolicyDocument;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Timers;
import org.homekeep.core.runtime.Worker;

/**
 * What deliveries work with.
 *
 * @param timers in place of the runtime's, so that tests can turn the time
 * @param worker runs what is short
 * @param lasting runs what takes as long as reading an archive
 * @param temporary where archives wait that the hub itself does not store
 * @param policy what people keep from being deleted
 * @param stallTimeout how long an upload may make no progress
 */
public record DeliveryParts(
    HubRuntime runtime,
    Timers timers,
    AgentRegistry agents,
    AgentCalls calls,
    Transfers transfers,
    ArchiveEngine engine,
    ConfigStore store,
    BackupEvents events,
    Worker worker,
    Worker lasting,
    LocalDirectory localDirectory,
    Path temporary,
    CopyVerifier verifier,
    AuditLog audit,
    Supplier<PolicyDocument> policy,
    Recodings recodings,
    DeliveryTrouble trouble,
    Duration stallTimeout) {}
