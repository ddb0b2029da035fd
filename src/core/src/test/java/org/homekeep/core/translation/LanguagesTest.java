package org.homekeep.core.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.homekeep.core.integration.manifest.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The languages of {@code translations/}: at run time a text that one lacks is English, and one
 * with other placeholders as well, so that nobody would see here that it is missing.
 */
class LanguagesTest {
  private static final Path TRANSLATIONS = Path.of("..", "..", "translations");
  private static final String JSON = ".json";
  private static final String ENGLISH = "en";

  /** Languages that are there for all domains, whatever files there are. */
  private static final Set<String> PROMISED = Set.of("de");

  private static List<Path> in(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static Set<String> languages(List<Path> domains) throws IOException {
    Set<String> languages = new TreeSet<>(PROMISED);
    for (Path domain : domains) {
      in(domain).stream()
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(JSON))
          .map(name -> name.substring(0, name.length() - JSON.length()))
          .forEach(languages::add);
    }
    languages.remove(ENGLISH);
    return languages;
  }

  static Stream<Arguments> translations() throws IOException {
    List<Path> domains = in(TRANSLATIONS).stream().filter(Files::isDirectory).toList();
    Set<String> languages = languages(domains);
    assertThat(domains).isNotEmpty();
    return domains.stream()
        .map(domain -> domain.getFileName().toString())
        .flatMap(domain -> languages.stream().map(language -> Arguments.of(domain, language)));
  }

  private static Path file(String domain, String language) {
    return TRANSLATIONS.resolve(domain).resolve(language + JSON);
  }

  /** No texts when there is no file: then all of them are missing. */
  private static JsonObject texts(String domain, String language) throws IOException {
    Path file = file(domain, language);
    return Files.exists(file) ? new JsonObject(Files.readString(file)) : new JsonObject();
  }

  private static Map<String, String> flat(JsonObject texts) {
    Map<String, String> flat = new TreeMap<>();
    TranslationFile.flatten("", texts, flat::put);
    return flat;
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("translations")
  void every_english_text_is_there_in_every_language(String domain, String language)
      throws IOException {
    Map<String, String> there = flat(texts(domain, language));

    assertThat(flat(texts(domain, ENGLISH)).keySet())
        .filteredOn(key -> !there.containsKey(key))
        .map(
            key ->
                "translations/%s/%s.json lacks '%s', which is there in English. Write it there, too."
                    .formatted(domain, language, key))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("translations")
  void every_text_has_the_placeholders_of_the_english_one(String domain, String language)
      throws IOException {
    assertThat(TranslationRules.other(language, texts(domain, language), texts(domain, ENGLISH)))
        .map(Problem::sentence)
        .map(sentence -> "translations/%s/%s.json: %s".formatted(domain, language, sentence))
        .isEmpty();
  }
}
