package org.homekeep.emulator.cloud;

import io.vertx.core.json.JsonObject;

/**
 * A file that is stored for a user, as tests look at it.
 *
 * @param key its name
 * @param size its bytes
 * @param md5 their digest in hex
 * @param metadata what was stored with it, empty when that is no object
 */
public record StoredBackup(String key, long size, String md5, JsonObject metadata) {
  static StoredBackup of(StoredFile file) {
    return new StoredBackup(file.key(), file.segment().size(), file.md5(), file.metadata().copy());
  }
}
