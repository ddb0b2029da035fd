package org.homekeep.core.backup.size;

/**
 * A file or directory that goes into a backup.
 *
 * @param part of the archive: {@code homeassistant} or the name of a folder
 * @param path below the directory of the part
 * @param bytes of all files in it that go into the backup
 */
public record SizedPath(String part, String path, long bytes, boolean isDirectory) {}
