/**
 * File names of the disk as the bytes they are.
 *
 * <p>Java shows names as text and loses those that are not; this package goes around that. It calls
 * nothing of the archive library but tar's raw text.
 */
@NullMarked
package org.homekeep.core.backup.archive.files;

import org.jspecify.annotations.NullMarked;
