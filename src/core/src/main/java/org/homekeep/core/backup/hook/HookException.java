package org.homekeep.core.backup.hook;

import java.util.List;
import org.homekeep.core.backup.evidence.ForPeople;

/** Integrations did not do their part before or after the data was read (backup.md §1.5). */
public final class HookException extends Exception implements ForPeople {
  private final List<String> owners;

  /**
   * The failure of one moment.
   *
   * @param message in Home Assistant's words, with what the first of them said
   * @param owners the titles of all entries that failed
   */
  public HookException(String message, List<String> owners, Throwable cause) {
    super(message, cause);
    this.owners = List.copyOf(owners);
  }

  /** The titles of the entries that failed. */
  public List<String> owners() {
    return owners;
  }
}
