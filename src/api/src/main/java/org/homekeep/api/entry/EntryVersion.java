package org.homekeep.api.entry;

/**
 * The version of an entry's data. A greater minor version can be read by an integration of the same
 * major version, a greater major version cannot (framework.md §3.4).
 *
 * @param major at least 1
 * @param minor at least 1
 */
public record EntryVersion(int major, int minor) implements Comparable<EntryVersion> {
  /** What an integration has that never changed its data. */
  public static final EntryVersion FIRST = new EntryVersion(1, 1);

  public EntryVersion {
    if (major < 1 || minor < 1) {
      throw new IllegalArgumentException(
          "Versions begin at 1.1, so there is no " + major + "." + minor);
    }
  }

  @Override
  public int compareTo(EntryVersion other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
