package org.homekeep.core.backup.delivery;

import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;

/**
 * How one owed copy stands.
 *
 * @param automatic whether the backup was made by the settings of automatic backups
 * @param running whether it is on its way at the moment
 * @param progress empty unless bytes are moving
 */
public record DeliveryStatus(
    AgentBackup backup,
    boolean automatic,
    Waiting waiting,
    boolean running,
    Optional<UploadProgress> progress) {}
