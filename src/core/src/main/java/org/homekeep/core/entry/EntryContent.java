package org.homekeep.core.entry;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.entry.EntryVersion;

/**
 * What flows, people and migrations change of a config entry, always together or not at all.
 *
 * @param data as JSON, secrets included: never for answers or logs
 * @param options as JSON, like data
 */
public record EntryContent(
    String title,
    EntryVersion version,
    Optional<String> uniqueId,
    JsonObject data,
    JsonObject options,
    List<StoredSubentry> subentries) {
  public EntryContent {
    data = data.copy();
    options = options.copy();
    subentries = List.copyOf(subentries);
  }

  @Override
  public JsonObject data() {
    return data.copy();
  }

  @Override
  public JsonObject options() {
    return options.copy();
  }

  EntryContent withTitle(String changed) {
    return new EntryContent(changed, version, uniqueId, data, options, subentries);
  }

  EntryContent withUniqueId(Optional<String> changed) {
    return new EntryContent(title, version, changed, data, options, subentries);
  }

  EntryContent withData(JsonObject changed, EntryVersion dataVersion) {
    return new EntryContent(title, dataVersion, uniqueId, changed, options, subentries);
  }

  EntryContent withOptions(JsonObject changed) {
    return new EntryContent(title, version, uniqueId, data, changed, subentries);
  }

  EntryContent withSubentries(List<StoredSubentry> changed) {
    return new EntryContent(title, version, uniqueId, data, options, changed);
  }

  /** Says which entry it is, and nothing of what it holds. */
  @Override
  public String toString() {
    return "EntryContent[" + title + " " + version + "]";
  }
}
