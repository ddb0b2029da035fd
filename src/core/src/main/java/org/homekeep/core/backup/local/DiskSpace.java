package org.homekeep.core.backup.local;

/**
 * The room on a disk, in bytes.
 *
 * @param free what this process may still write
 */
public record DiskSpace(long free, long total) {}
