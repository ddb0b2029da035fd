package org.homekeep.core.diagnostics;

import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import org.homekeep.api.Secret;
import org.homekeep.core.entry.EntryView;

/** All secrets of some config entries, to be taken out of what is shown. */
public final class EntrySecrets {
  private final List<Secret> secrets;

  private EntrySecrets(List<Secret> secrets) {
    this.secrets = secrets;
  }

  /** The secrets that the entries hold now. Call on the hub's context. */
  public static EntrySecrets of(Collection<EntryView> entries) {
    return new EntrySecrets(
        entries.stream()
            .map(EntryView::configEntry)
            .flatMap(entry -> KnownSecrets.of(entry).stream())
            .toList());
  }

  /** The document without them, in none of their forms (§14.5). May take long. */
  public JsonObject redact(JsonObject document) {
    return new Redactor(secrets).redact(document);
  }
}
