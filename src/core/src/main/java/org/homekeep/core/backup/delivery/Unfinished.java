package org.homekeep.core.backup.delivery;

import java.util.Optional;
import org.homekeep.core.backup.archive.transcode.EncryptionJournal;

/**
 * An upload that broke off and can go on.
 *
 * @param note what the location's agent wrote down; for it alone to read
 * @param sha256 of the bytes that were on their way, in lower-case hex; other bytes begin anew
 * @param encryption makes the same bytes again when the archive is encrypted on its way
 */
public record Unfinished(String note, String sha256, Optional<EncryptionJournal> encryption) {}
