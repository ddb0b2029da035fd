package org.homekeep.core.translation;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the texts of one language as flat dotted keys (framework.md §7). Blocking. */
final class TranslationFile {
  private static final Logger LOG = LoggerFactory.getLogger(TranslationFile.class);
  private static final int LARGEST = 1024 * 1024;
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-zA-Z0-9_]+)}");

  private TranslationFile() {}

  /**
   * The texts in {@code translations/<language>.json} beside a class; none when there is no such
   * file, or it is damaged.
   *
   * @param root the directory of the folder, beside the class when it is empty
   * @param language checked before: it becomes part of a name
   */
  static Map<String, String> read(Class<?> beside, String root, String language) {
    String name = root + "translations/" + language + ".json";
    try (InputStream stream = beside.getResourceAsStream(name)) {
      if (stream == null) {
        return Map.of();
      }
      byte[] bytes = stream.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("The file is larger than 1 MiB.");
      }
      Map<String, String> flat = new LinkedHashMap<>();
      flatten("", new JsonObject(new String(bytes, StandardCharsets.UTF_8)), flat::put);
      return Map.copyOf(flat);
    } catch (IOException | DecodeException damaged) {
      LOG.atError()
          .addKeyValue("class", beside.getName())
          .addKeyValue("file", name)
          .setCause(damaged)
          .log("A file of translations cannot be read");
      return Map.of();
    }
  }

  static void flatten(String prefix, JsonObject json, BiConsumer<String, String> texts) {
    for (Map.Entry<String, Object> entry : json) {
      String key = prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey();
      if (entry.getValue() instanceof JsonObject inner) {
        flatten(key, inner, texts);
      } else if (entry.getValue() instanceof String text) {
        texts.accept(key, text);
      }
    }
  }

  /** English, overlaid by every text of another language that has the same placeholders. */
  static Map<String, String> overlay(Map<String, String> english, Map<String, String> other) {
    Map<String, String> texts = new LinkedHashMap<>(english);
    other.forEach(
        (key, text) -> {
          String original = english.get(key);
          if (original == null || placeholders(original).equals(placeholders(text))) {
            texts.put(key, text);
          } else {
            LOG.atWarn()
                .addKeyValue("key", key)
                .log("A translation has other placeholders than its original and is not used");
          }
        });
    return Map.copyOf(texts);
  }

  static Set<String> placeholders(String text) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
