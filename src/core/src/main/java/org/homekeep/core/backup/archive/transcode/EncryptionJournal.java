package org.homekeep.core.backup.archive.transcode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.SecureTarVersion;

/**
 * What must be kept of an encryption so that another process can make the very same bytes again and
 * go on with a broken upload.
 *
 * <p>It has no secret in it: the salts are in the archive for everybody to read, and the check of
 * the key helps a guesser no more than the archive itself.
 *
 * @param version of all parts
 * @param salts the source of all salts and nonces
 * @param keyCheck what the key makes of known text
 * @param sourceSize bytes of the archive before encryption
 * @param size bytes of the encrypted archive
 * @param sha256 of the encrypted archive, in hexadecimal
 */
public record EncryptionJournal(
    SecureTarVersion version,
    SaltSeed salts,
    String keyCheck,
    long sourceSize,
    long size,
    String sha256) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The journal as JSON. */
  public String toJson() {
    ObjectNode root =
        JSON.createObjectNode()
            .put("version", version.number())
            .put("salts", salts.toString())
            .put("key_check", keyCheck)
            .put("source_size", sourceSize)
            .put("size", size)
            .put("sha256", sha256);
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A JSON tree can always be written.", e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws ArchiveException.InvalidMetadata when it is anything else
   */
  public static EncryptionJournal parse(String json) throws ArchiveException {
    try {
      JsonNode root = JSON.readTree(json);
      return new EncryptionJournal(
          version(root.required("version").asInt()),
          SaltSeed.parse(root.required("salts").asText()),
          root.required("key_check").asText(),
          root.required("source_size").asLong(),
          root.required("size").asLong(),
          root.required("sha256").asText());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new ArchiveException.InvalidMetadata(
          "The note of an unfinished upload is damaged; the upload has to begin anew.", e);
    }
  }

  private static SecureTarVersion version(int number) {
    for (SecureTarVersion version : SecureTarVersion.values()) {
      if (version.number() == number) {
        return version;
      }
    }
    throw new IllegalArgumentException("There is no such SecureTar version.");
  }
}
