package org.homekeep.api.backup;

import java.util.Optional;

/** A note in memory alone. */
final class UnkeptNote implements UploadNote {
  private volatile Optional<String> last = Optional.empty();

  @Override
  public Optional<String> last() {
    return last;
  }

  @Override
  public void write(String note) {
    last = Optional.of(note);
  }
}
