package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.structures.B2DownloadByIdRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one sidecar, if it is one. All calls block. */
final class SidecarReader {
  private static final Logger LOG = LoggerFactory.getLogger(SidecarReader.class);
  private static final int TRIES = 3;

  private final Session session;
  private final Transport transport;
  private final Stop stop;

  /**
   * A reader.
   *
   * @param transport is closed to end a call that hangs
   * @param stop says why, then
   */
  SidecarReader(Session session, Transport transport, Stop stop) {
    this.session = session;
    this.transport = transport;
    this.stop = stop;
  }

  /** What the sidecar describes; empty when it describes no backup. */
  Optional<AgentBackup> read(ObjectRef object) throws IOException {
    if (object.size() > Sidecar.MAX_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(Sidecar.read(whole(object)));
    } catch (SidecarException foreign) {
      LOG.atWarn()
          .addKeyValue("object", object.name())
          .addKeyValue("reason", foreign.getMessage())
          .log("A metadata file is not of a backup and is passed over");
      return Optional.empty();
    }
  }

  /** Its bytes as they are stored; what a line did to them on their way must not be remembered. */
  private byte[] whole(ObjectRef object) throws IOException {
    for (int attempt = 1; ; attempt++) {
      byte[] bytes = download(object);
      Optional<String> expected = object.sha1();
      boolean same =
          bytes.length == object.size()
              && (expected.isEmpty() || expected.get().equals(Sha1.hex(bytes)));
      if (same) {
        return bytes;
      }
      if (attempt >= TRIES) {
        throw new B2FailureException(
            new B2Failure.Corrupt(
                "A metadata file arrives damaged: its size or its SHA-1 is not the one that"
                    + " Backblaze B2 states. It is read again with the next list."));
      }
    }
  }

  private byte[] download(ObjectRef object) throws IOException {
    B2DownloadByIdRequest request = B2DownloadByIdRequest.builder(object.fileId()).build();
    return session.call(
        transport,
        stop,
        (calls, account) -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          calls.downloadById(account, request, (headers, content) -> copy(content, bytes));
          return bytes.toByteArray();
        });
  }

  private void copy(InputStream content, ByteArrayOutputStream bytes) throws IOException {
    byte[] piece = new byte[8192];
    for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
      stop.check();
      bytes.write(piece, 0, read);
      if (bytes.size() > Sidecar.MAX_BYTES) {
        return;
      }
    }
  }
}
