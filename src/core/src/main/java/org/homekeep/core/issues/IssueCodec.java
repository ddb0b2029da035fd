package org.homekeep.core.issues;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.UnreadableDocumentException;
import org.jspecify.annotations.Nullable;

/** The issue registry on the disk (framework.md §9.1). */
final class IssueCodec implements StoreCodec<List<RegisteredIssue>> {

  @Override
  public JsonObject encode(List<RegisteredIssue> issues) {
    JsonArray array = new JsonArray();
    issues.forEach(issue -> array.add(issue.stored()));
    return new JsonObject().put("issues", array);
  }

  @Override
  public List<RegisteredIssue> decode(JsonObject data, int version, int minorVersion)
      throws UnreadableDocumentException {
    List<RegisteredIssue> issues = new ArrayList<>();
    try {
      for (Object item : data.getJsonArray("issues", new JsonArray())) {
        issues.add(decode((JsonObject) item));
      }
    } catch (ClassCastException | DateTimeException | IllegalArgumentException malformed) {
      throw new UnreadableDocumentException("It does not hold issues.", malformed);
    }
    return List.copyOf(issues);
  }

  private static RegisteredIssue decode(JsonObject json) {
    Optional<Issue> details =
        json.getBoolean("is_persistent", false) ? Optional.of(details(json)) : Optional.empty();
    return new RegisteredIssue(
        text(json, "domain"),
        text(json, "issue_id"),
        OffsetDateTime.parse(text(json, "created")).toInstant(),
        Optional.ofNullable(json.getString("dismissed_version")),
        details,
        texts(json.getJsonObject("data")));
  }

  private static Issue details(JsonObject json) {
    return new Issue(
        text(json, "issue_id"),
        Severity.valueOf(json.getString("severity", "error").toUpperCase(Locale.ROOT)),
        json.getBoolean("is_fixable", false),
        true,
        text(json, "translation_key"),
        texts(json.getJsonObject("translation_placeholders")),
        Optional.ofNullable(json.getString("learn_more_url")),
        Optional.ofNullable(json.getString("issue_domain")));
  }

  private static String text(JsonObject json, String key) {
    return Optional.ofNullable(json.getString(key))
        .orElseThrow(() -> new IllegalArgumentException("An issue has no " + key));
  }

  private static Map<String, String> texts(@Nullable JsonObject json) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (json != null) {
      json.forEach(entry -> texts.put(entry.getKey(), String.valueOf(entry.getValue())));
    }
    return texts;
  }
}
