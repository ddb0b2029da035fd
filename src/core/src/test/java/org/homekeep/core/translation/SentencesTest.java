package org.homekeep.core.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The hub's sentences stand in the code in English, and a second time under {@code exceptions} in
 * {@code translations/}, where the page finds the words of another language by the English ones.
 * Nobody would see at run time that the two do not fit: the sentence would just stay English.
 */
class SentencesTest {
  private static final Path TRANSLATIONS = Path.of("..", "..", "translations");
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

  /** Those that the code puts together of smaller pieces. */
  private static final Set<String> COMPOSED =
      Set.of(
          "service_lacks_response_request",
          "service_does_not_support_response",
          "service_not_found",
          "filled_while_fetching_to_send",
          "filled_while_fetching_to_restore",
          "gone_while_fetching_to_send",
          "gone_while_fetching_to_restore",
          "hook_late_before",
          "hook_late_after",
          "goes_older_day",
          "goes_older");

  /** Where a person is told something. */
  private static final Pattern TOLD =
      Pattern.compile(
          "(?:new (?:Wire|Backup|BackupAgent|Account|Restore|Folder|NotAsAsked|Snapshot)Exception"
              + "|\\bfail|\\brefused?|\\bunusable)\\(([^;]*);");

  /** For whoever writes a client: a page never causes these. */
  private static final Set<String> FOR_DEVELOPERS =
      Set.of(
          "An integration is not used",
          "At most %d backups can be kept of a kind @ data['generations']['%s']. Got %d",
          "Auth message incorrectly formatted: ",
          "Give either mfa_module_id or flow_id.",
          "MFA module ",
          "Specified flow has no unique ID.",
          "Subscription not found.",
          "The body is larger than %d bytes.",
          "The body is not a form.",
          "The client has not taken anything for %d s.",
          "The connection to the client broke.",
          "The page that is served has no version.",
          "The path must begin with a slash.",
          "The type of an event has 1 to %d characters and is not '*'.",
          "User input malformed",
          "Validation error: ");

  /** In other words in the translations: each has several forms. */
  private static final Set<String> IN_FORMS =
      Set.of(
          "Service %s.%s not found.",
          "The location %s was removed, switched off or set up anew while the backup was fetched"
              + " from it. Nothing was %s. When the location is back, %s again.",
          "There was not enough space in %s to fetch the backup: the disk filled up meanwhile."
              + " Nothing was %s. Free some space there and %s again.");

  private static String sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).sorted().toList()) {
        all.append(Files.readString(file)).append('\n');
      }
      return all.toString().replaceAll("\"\\s*\\+\\s*\"", "");
    }
  }

  private static String unescaped(String literal) {
    return literal.replace("\\\"", "\"").replace("\\\\", "\\");
  }

  private static List<String> literals(String source) {
    return LITERAL.matcher(source).results().map(found -> unescaped(found.group(1))).toList();
  }

  private static Map<String, String> sentences(String domain) throws IOException {
    JsonObject texts =
        new JsonObject(Files.readString(TRANSLATIONS.resolve(domain).resolve("en.json")));
    Map<String, String> sentences = new TreeMap<>();
    JsonObject exceptions = texts.getJsonObject("exceptions");
    exceptions.forEach(
        each -> sentences.put(each.getKey(), ((JsonObject) each.getValue()).getString("message")));
    return sentences;
  }

  /** What stands between the placeholders, sentence by sentence. */
  private static List<String> pieces(String sentence) {
    return Arrays.stream(PLACEHOLDER.split(sentence))
        .flatMap(part -> Arrays.stream(part.split("(?<=[.:]) ")))
        .map(String::strip)
        .filter(part -> part.length() > 1)
        .toList();
  }

  /** With the same for every value. */
  private static String leveled(String sentence) {
    return PLACEHOLDER
        .matcher(sentence.replaceAll("'%s'|%s/%s|%,?[sd]", "{value}"))
        .replaceAll("5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"homekeep", "backup"})
  void every_sentence_with_a_translation_is_said_by_the_hub(String domain) throws IOException {
    String said = String.join("\n", literals(sources()));

    assertThat(sentences(domain).entrySet())
        .filteredOn(each -> !COMPOSED.contains(each.getKey()))
        .filteredOn(each -> !pieces(each.getValue()).stream().allMatch(said::contains))
        .map(
            each ->
                "'exceptions.%s' in translations/%s: the hub does not say \"%s\". Write it as in the code."
                    .formatted(each.getKey(), domain, each.getValue()))
        .isEmpty();
  }

  @Test
  void every_sentence_that_a_person_is_told_has_a_translation() throws IOException {
    List<String> known = new ArrayList<>();
    for (String domain : List.of("homekeep", "backup")) {
      sentences(domain).values().forEach(sentence -> known.add(leveled(sentence)));
    }
    // The code may go on with a sentence that it begins, or add to it what it is about.
    Set<String> unknown =
        told()
            .filter(sentence -> !FOR_DEVELOPERS.contains(sentence) && !IN_FORMS.contains(sentence))
            .filter(
                sentence -> known.stream().noneMatch(each -> each.startsWith(leveled(sentence))))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(unknown)
        .as("Sentences that lack words under 'exceptions' in translations/, in every language")
        .isEmpty();
  }

  private static Stream<String> told() throws IOException {
    return TOLD.matcher(sources())
        .results()
        .map(found -> found.group(1))
        .flatMap(arguments -> literals(arguments).stream())
        .filter(literal -> literal.matches("[A-Z][^/]* .*") && !literal.matches("[A-Z_ ]+"));
  }
}
