package org.homekeep.core.integration.manifest;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.wire.JsonText;

/** Reads a manifest that the hub is to rely on. */
public final class ManifestReader {
  private ManifestReader() {}

  /**
   * Reads a manifest.
   *
   * @param source the integration's name, for messages
   * @throws InvalidManifestException naming everything for which the hub refuses it
   */
  public static Manifest read(String source, String text, Origin origin)
      throws InvalidManifestException {
    JsonObject json = parse(source, text);
    List<String> refused =
        ManifestRules.check(json, origin).stream()
            .filter(problem -> problem.weight() == Problem.Weight.REFUSED)
            .map(Problem::sentence)
            .toList();
    if (!refused.isEmpty()) {
      throw new InvalidManifestException(source, refused);
    }
    return manifest(json);
  }

  /**
   * The JSON of a manifest, whatever is in it.
   *
   * @throws InvalidManifestException when it is none
   */
  public static JsonObject parse(String source, String text) throws InvalidManifestException {
    try {
      // Editors of Windows put a mark in front of a text.
      if (JsonText.decodeHandWritten(text.startsWith("\uFEFF") ? text.substring(1) : text)
          instanceof JsonObject json) {
        return json;
      }
      throw new InvalidManifestException(source, List.of("it is not a JSON object."));
    } catch (DecodeException malformed) {
      throw new InvalidManifestException(
          source, List.of("it is not a JSON object (" + JsonText.fault(malformed) + ")."));
    }
  }

  private static Manifest manifest(JsonObject json) {
    return new Manifest(
        json.getString("domain"),
        json.getString("name"),
        text(json, "version"),
        json.getString("documentation"),
        text(json, "issue_tracker"),
        texts(json, "codeowners"),
        option(json, "integration_type", IntegrationType.class).orElse(IntegrationType.HUB),
        option(json, "iot_class", IotClass.class),
        option(json, "quality_scale", QualityScale.class),
        json.getBoolean("config_flow", false),
        json.getBoolean("single_config_entry", false),
        texts(json, "dependencies"),
        texts(json, "after_dependencies"),
        texts(json, "requirements"),
        texts(json, "loggers"),
        text(json, "disabled"),
        matchers(json),
        json.encode());
  }

  private static Optional<String> text(JsonObject json, String key) {
    return Optional.ofNullable(json.getString(key));
  }

  private static List<String> texts(JsonObject json, String key) {
    return json.getJsonArray(key, new JsonArray()).stream().map(String.class::cast).toList();
  }

  private static <E extends Enum<E>> Optional<E> option(
      JsonObject json, String key, Class<E> options) {
    return text(json, key).map(name -> Enum.valueOf(options, name.toUpperCase(Locale.ROOT)));
  }

  private static Map<String, String> matchers(JsonObject json) {
    Map<String, String> matchers = new LinkedHashMap<>();
    for (String key : MatcherForms.ALL.keySet()) {
      if (json.getValue(key) instanceof JsonArray list) {
        matchers.put(key, list.encode());
      } else if (json.getValue(key) instanceof JsonObject object) {
        matchers.put(key, object.encode());
      }
    }
    return matchers;
  }
}
