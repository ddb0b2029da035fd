package org.homekeep.api.entry;

import java.util.Optional;
import org.homekeep.api.schema.Values;

/**
 * One configured instance of an integration, as the integration sees it (framework.md §3.1).
 *
 * @param entryId opaque; a ULID for entries made here
 * @param data set when the entry is made, changed by reauth and reconfigure
 * @param options what the user may tune later
 * @param uniqueId what tells this entry from another of its domain, where there is such a thing
 */
public record ConfigEntry(
    String entryId,
    String domain,
    String title,
    int version,
    int minorVersion,
    Optional<String> uniqueId,
    Values data,
    Values options) {

  /** This entry with other data. */
  public ConfigEntry withData(Values changed) {
    return new ConfigEntry(
        entryId, domain, title, version, minorVersion, uniqueId, changed, options);
  }

  /** This entry with another title. */
  public ConfigEntry withTitle(String changed) {
    return new ConfigEntry(
        entryId, domain, changed, version, minorVersion, uniqueId, data, options);
  }
}
