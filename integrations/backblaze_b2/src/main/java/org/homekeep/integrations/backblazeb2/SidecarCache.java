package org.homekeep.integrations.backblazeb2;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.homekeep.api.EntryCache;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.AgentBackupJson;
import org.homekeep.api.backup.InvalidBackupMetadataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the sidecars say that were read before a restart, by file id: what a file id stands for
 * never changes. What is no sidecar is not kept, since a later version may understand it. Blocks;
 * never fails, as all of it can be read again.
 *
 * <p>The file is gzip, whose checksum shows damage, over a {@link DataOutputStream}: the format,
 * the number of sidecars, and for each its file id, the length of its JSON and that.
 */
final class SidecarCache {
  private static final Logger LOG = LoggerFactory.getLogger(SidecarCache.class);

  /** Another form of the file, or other rules for what is a sidecar, are another format. */
  private static final String FORMAT = "homekeep backblaze_b2 sidecars 1";

  /** The hub takes no longer list from a location. */
  static final int MOST = 20_000;

  private final EntryCache file;
  private Optional<Set<String>> kept = Optional.empty();

  SidecarCache(EntryCache file) {
    this.file = file;
  }

  /**
   * What is known of sidecars.
   *
   * @param read what was read since the start; what is kept is added until something was
   */
  synchronized Map<String, Optional<AgentBackup>> with(Map<String, Optional<AgentBackup>> read) {
    if (kept.isPresent()) {
      return read;
    }
    Map<String, Optional<AgentBackup>> all = new HashMap<>(load());
    all.putAll(read);
    return all;
  }

  private Map<String, Optional<AgentBackup>> load() {
    try {
      Optional<byte[]> content = file.read();
      return content.isPresent() ? parse(content.get()) : Map.of();
    } catch (IOException | DecodeException | InvalidBackupMetadataException unusable) {
      LOG.atInfo()
          .addKeyValue("reason", unusable.toString())
          .log("What was kept of metadata files cannot be used; they are read again");
      return Map.of();
    }
  }

  private static Map<String, Optional<AgentBackup>> parse(byte[] content)
      throws IOException, InvalidBackupMetadataException {
    SharedParts shared = new SharedParts();
    Map<String, Optional<AgentBackup>> sidecars = new HashMap<>();
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(content)))) {
      if (!in.readUTF().equals(FORMAT)) {
        throw new IOException("It is of another format.");
      }
      int count = in.readInt();
      if (count < 0 || count > MOST) {
        throw new IOException("It cannot hold %d metadata files.".formatted(count));
      }
      for (int i = 0; i < count; i++) {
        String fileId = in.readUTF();
        int length = in.readInt();
        if (length < 0 || length > Sidecar.MAX_BYTES) {
          throw new IOException("No metadata file has %d bytes.".formatted(length));
        }
        byte[] json = in.readNBytes(length);
        AgentBackup backup = AgentBackupJson.read(new JsonObject(Buffer.buffer(json)));
        sidecars.put(fileId, Optional.of(shared.of(backup)));
      }
      // The checksum is compared at the end alone.
      if (in.read() >= 0) {
        throw new IOException("There is more than it says.");
      }
    }
    return sidecars;
  }

  /** Keeps what a listing knows in the end, if that is not kept already. */
  synchronized void keep(Map<String, Optional<AgentBackup>> sidecars) {
    Set<String> backups = new HashSet<>();
    sidecars.forEach((fileId, backup) -> backup.ifPresent(present -> backups.add(fileId)));
    if (kept.filter(backups::equals).isPresent()) {
      return;
    }
    kept = Optional.of(backups);
    try {
      byte[] content = bytes(sidecars, Math.min(backups.size(), MOST));
      if (content.length <= EntryCache.MOST_BYTES) {
        file.write(content);
      }
    } catch (IOException notKept) {
      LOG.atWarn()
          .addKeyValue("reason", notKept.getMessage())
          .log("What was read of metadata files cannot be kept; a restart reads them again");
    }
  }

  private static byte[] bytes(Map<String, Optional<AgentBackup>> sidecars, int count)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes, 8192))) {
      out.writeUTF(FORMAT);
      out.writeInt(count);
      int left = count;
      for (Map.Entry<String, Optional<AgentBackup>> each : sidecars.entrySet()) {
        if (left > 0 && each.getValue().isPresent()) {
          left--;
          byte[] json = AgentBackupJson.write(each.getValue().get()).toBuffer().getBytes();
          out.writeUTF(each.getKey());
          out.writeInt(json.length);
          out.write(json);
        }
      }
    }
    return bytes.toByteArray();
  }
}
