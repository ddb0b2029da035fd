package org.homekeep.api.entry;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.api.Secret;
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
    Values options,
    List<Subentry> subentries) {
  public ConfigEntry {
    subentries = List.copyOf(subentries);
  }

  public ConfigEntry(
      String entryId,
      String domain,
      String title,
      int version,
      int minorVersion,
      Optional<String> uniqueId,
      Values data,
      Values options) {
    this(entryId, domain, title, version, minorVersion, uniqueId, data, options, List.of());
  }

  /** Every secret of the entry, those of its options and subentries included. */
  public List<Secret> secrets() {
    return Stream.concat(
            Stream.of(data, options), subentries.stream().map(subentry -> subentry.data()))
        .flatMap(values -> values.secrets().stream())
        .toList();
  }

  /** The subentries of one type. */
  public List<Subentry> subentries(String type) {
    return subentries.stream().filter(subentry -> subentry.type().equals(type)).toList();
  }

  /** This entry with other data. */
  public ConfigEntry withData(Values changed) {
    return new ConfigEntry(
        entryId, domain, title, version, minorVersion, uniqueId, changed, options, subentries);
  }

  /** This entry with another title. */
  public ConfigEntry withTitle(String changed) {
    return new ConfigEntry(
        entryId, domain, changed, version, minorVersion, uniqueId, data, options, subentries);
  }
}
