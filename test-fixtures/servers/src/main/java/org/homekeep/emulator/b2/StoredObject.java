package org.homekeep.emulator.b2;

/**
 * A version of a file in a bucket, as tests look at it.
 *
 * @param name the name of the file
 * @param size its bytes
 * @param fileId its id
 * @param action {@code upload}, {@code hide} or {@code start}
 */
public record StoredObject(String name, long size, String fileId, String action) {
  static StoredObject of(FileVersion version) {
    return new StoredObject(version.name(), version.size(), version.id(), version.action().text());
  }
}
