package org.homekeep.integrations.backblazeb2;

import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;

/** A backup in the bucket: what it is, and the two objects that it is made of. */
record StoredBackup(AgentBackup backup, ObjectRef archive, ObjectRef sidecar) {

  /** The SHA-1 of the archive, where B2 or the sidecar knows it. */
  Optional<String> archiveSha1() {
    return archive.sha1().or(() -> ObjectRef.sha1(sidecar.info().get(Sidecar.ARCHIVE_SHA1)));
  }
}
