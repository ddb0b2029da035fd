package org.homekeep.integrations.backblazeb2;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.api.backup.AgentBackup;

/** A backup in the bucket: what it is, and the two objects that it is made of. */
record StoredBackup(AgentBackup backup, ObjectRef archive, ObjectRef sidecar) {
  private static final String AUTOMATIC = "with_automatic_settings";

  /** The same as a backup that retention leaves to a person. */
  StoredBackup madeByHand() {
    Map<String, Object> extra = new HashMap<>(backup.extraMetadata());
    extra.replace(AUTOMATIC, false);
    return new StoredBackup(
        new AgentBackup(
            backup.backupId(),
            backup.name(),
            backup.date(),
            backup.addons(),
            backup.folders(),
            backup.databaseIncluded(),
            backup.homeassistantIncluded(),
            backup.homeassistantVersion(),
            extra,
            backup.isProtected(),
            backup.size()),
        archive,
        sidecar);
  }

  /** The SHA-1 of the archive, where B2 or the sidecar knows it. */
  Optional<String> archiveSha1() {
    return archive.sha1().or(() -> ObjectRef.sha1(sidecar.info().get(Sidecar.ARCHIVE_SHA1)));
  }

  /**
   * The SHA-1 that B2 vouches for. Of an archive that came in parts B2 compared each with its own
   * when it arrived, and knows none over all: what stands beside it counts when a Homekeep stored
   * it, which calculates that over the parts it sends, and nothing contradicts it.
   *
   * @param ofB2 what B2 calculated itself, for a file that came in one piece
   */
  Optional<String> vouchedSha1(Optional<String> ofB2) {
    if (ofB2.isPresent()) {
      return ofB2;
    }
    Set<String> told =
        Stream.of(archive.sha1(), ObjectRef.sha1(sidecar.info().get(Sidecar.ARCHIVE_SHA1)))
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    return Marks.areOfHomekeep(archive) && told.size() == 1
        ? told.stream().findFirst()
        : Optional.empty();
  }
}
