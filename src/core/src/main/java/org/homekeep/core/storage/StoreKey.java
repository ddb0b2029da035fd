package org.homekeep.core.storage;

/**
 * The name and version of a document below {@code .storage} (framework.md §10).
 *
 * @param highestVersion the newest major version that can still be read
 */
public record StoreKey(String key, int version, int minorVersion, int highestVersion) {

  /** A document that reads its own major version and older ones. */
  public static StoreKey of(String key, int version, int minorVersion) {
    return new StoreKey(key, version, minorVersion, version);
  }
}
