package org.homekeep.testkit;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an integration says to people, under {@code exceptions} of its English translations. The
 * page recognizes a sentence by these words, with whatever stands for their placeholders.
 */
public final class EnglishSentences {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");

  private final JsonObject exceptions;

  private EnglishSentences(JsonObject exceptions) {
    this.exceptions = exceptions;
  }

  /**
   * Reads the translations.
   *
   * @param integration a class that has {@code translations/en.json} beside it
   */
  public static EnglishSentences of(Class<?> integration) {
    try (InputStream in =
        Objects.requireNonNull(integration.getResourceAsStream("translations/en.json"))) {
      String texts = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new EnglishSentences(new JsonObject(texts).getJsonObject("exceptions"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The words of a sentence, with its placeholders. */
  public String words(String key) {
    return exceptions.getJsonObject(key).getString("message");
  }

  /** Whether somebody who knows the sentences with these keys recognizes what was said. */
  public boolean recognize(String said, Collection<String> keys) {
    return keys.stream().anyMatch(key -> pattern(words(key)).matcher(said).matches());
  }

  private static Pattern pattern(String words) {
    return Pattern.compile(
        Arrays.stream(PLACEHOLDER.split(words, -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".+")));
  }
}
