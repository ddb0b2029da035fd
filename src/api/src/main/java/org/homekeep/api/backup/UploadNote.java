package org.homekeep.api.backup;

import java.io.IOException;
import java.util.Optional;

/**
 * What an agent writes down of an unfinished upload, so that a later attempt goes on with it even
 * when it is another process that makes it.
 *
 * <p>The hub keeps the note until the copy is there. What nobody goes on with is handed to {@link
 * BackupAgent#cleanUp}: an agent that leaves something at its location in the middle of an upload
 * writes the note before it does so, and nothing is left behind for ever.
 */
public interface UploadNote {
  /** No note is longer, in characters. */
  int LONGEST = 4096;

  /**
   * What was written last, in this attempt or in an earlier one. An earlier note is there only when
   * the bytes of this attempt are the very same.
   */
  Optional<String> last();

  /**
   * Replaces the note; blocks until it is on the disk.
   *
   * @throws IOException when it could not be kept, and the upload should not go on
   * @throws IllegalArgumentException when it is empty or longer than {@link #LONGEST}
   */
  void write(String note) throws IOException;

  /** A note that nobody keeps longer than this object lives. */
  static UploadNote unkept() {
    return new UnkeptNote();
  }
}
