package org.homekeep.core.backup.archive.extract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives what is extracted back to its owner, by number, where the process may do so: a service
 * under another user must be able to read its data again. Nobody but root may.
 */
final class Owners {
  private static final Logger LOG = LoggerFactory.getLogger(Owners.class);
  private static final long MOST = Integer.MAX_VALUE;

  private boolean allowed = true;

  void set(Path place, TarEntry entry) throws IOException {
    if (!allowed || entry.uid() > MOST || entry.gid() > MOST) {
      return;
    }
    int uid = (int) entry.uid();
    int gid = (int) entry.gid();
    if (isOwnedBy(place, uid, gid)) {
      return;
    }
    try {
      Files.setAttribute(place, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(place, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException refused) {
      allowed = false;
      LOG.atInfo()
          .addKeyValue("reason", refused.getMessage())
          .log("Files keep the owner that extracts them; only root may give them to others");
    }
  }

  private static boolean isOwnedBy(Path place, int uid, int gid) throws IOException {
    try {
      return Integer.valueOf(uid)
              .equals(Files.getAttribute(place, "unix:uid", LinkOption.NOFOLLOW_LINKS))
          && Integer.valueOf(gid)
              .equals(Files.getAttribute(place, "unix:gid", LinkOption.NOFOLLOW_LINKS));
    } catch (UnsupportedOperationException | IllegalArgumentException unknown) {
      return true;
    }
  }
}
