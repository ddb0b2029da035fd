package org.homekeep.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)}");

  /** What CLDR calls the forms of a number. */
  private static final Set<String> FORMS = Set.of("zero", "one", "two", "few", "many", "other");

  private final PageSource page = new PageSource();
  private final JsonObject english = new JsonObject(page.read("texts/en.json"));

  /** A text that has forms is one, under the name of its key. */
  private static Map<String, Map<String, String>> texts(JsonObject from) {
    Map<String, Map<String, String>> texts = new LinkedHashMap<>();
    collect("", from, texts);
    return texts;
  }

  private static void collect(
      String prefix, JsonObject from, Map<String, Map<String, String>> texts) {
    from.forEach(
        field -> {
          String key = prefix + field.getKey();
          if (field.getValue() instanceof JsonObject inner
              && FORMS.containsAll(inner.fieldNames())) {
            texts.put(
                key,
                inner.stream()
                    .collect(
                        Collectors.toMap(Map.Entry::getKey, e -> String.valueOf(e.getValue()))));
          } else if (field.getValue() instanceof JsonObject inner) {
            collect(key + ".", inner, texts);
          } else {
            texts.put(key, Map.of("other", String.valueOf(field.getValue())));
          }
        });
  }

  @Test
  void every_text_that_the_page_asks_for_exists() {
    Set<String> known = texts(english).keySet();
    String sections = String.join("|", english.fieldNames());
    Pattern whole = Pattern.compile("\"((?:%s)(?:\\.[a-z0-9_]+)+)\"".formatted(sections));
    Pattern family = Pattern.compile("`((?:%s)(?:\\.[a-z0-9_]+)*\\.)\\$\\{".formatted(sections));

    List<String> missing = new ArrayList<>();
    page.own(".js")
        .forEach(
            (name, code) -> {
              found(whole, code).stream()
                  .filter(key -> !known.contains(key) && !isFamily(known, key + "."))
                  .forEach(key -> missing.add(name + ": " + key));
              found(family, code).stream()
                  .filter(key -> !isFamily(known, key))
                  .forEach(key -> missing.add(name + ": " + key + "…"));
            });

    assertThat(missing).isEmpty();
  }

  @Test
  void the_page_asks_for_every_text() {
    String sections = String.join("|", english.fieldNames());
    String code = String.join("\n", page.own(".js").values());
    Set<String> whole = found(Pattern.compile("\"((?:%s)[a-z0-9_.]+)\"".formatted(sections)), code);
    List<Pattern> families =
        found(Pattern.compile("`((?:%s)\\.[^`]*\\$\\{[^`]*)`".formatted(sections)), code).stream()
            .map(family -> Pattern.compile(family.replaceAll("\\$\\{[^}]*}", "[a-z0-9_.]+")))
            .toList();

    assertThat(texts(english).keySet())
        .filteredOn(
            key ->
                !whole.contains(key)
                    && families.stream().noneMatch(family -> family.matcher(key).matches()))
        .isEmpty();
  }

  private static boolean isFamily(Set<String> known, String prefix) {
    return known.stream().anyMatch(key -> key.startsWith(prefix));
  }

  @Test
  void every_language_has_every_text() {
    assertThat(page.languages()).containsKeys("texts/en.json", "texts/de.json");
    page.languages()
        .forEach(
            (name, content) ->
                assertThat(texts(new JsonObject(content)).keySet())
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(texts(english).keySet()));
  }

  @Test
  void every_language_has_the_same_values_in_a_text() {
    Map<String, Map<String, String>> originals = texts(english);

    page.languages()
        .forEach(
            (name, content) ->
                texts(new JsonObject(content))
                    .forEach((key, forms) -> sameValues(name, key, forms, originals)));
  }

  private static void sameValues(
      String name, String key, Map<String, String> forms, Map<String, Map<String, String>> all) {
    Set<String> wanted = values(all.getOrDefault(key, forms), "other");
    assertThat(values(forms, "other")).as("%s: %s", name, key).isEqualTo(wanted);
    assertThat(forms.keySet())
        .as("%s: %s", name, key)
        .allSatisfy(form -> assertThat(wanted).containsAll(values(forms, form)));
  }

  private static Set<String> values(Map<String, String> forms, String form) {
    return found(PLACEHOLDER, forms.getOrDefault(form, ""));
  }

  @Test
  void keys_are_plain_names_and_no_text_is_empty() {
    texts(english)
        .forEach(
            (key, forms) -> {
              assertThat(key).matches("[a-z0-9_]+(\\.[a-z0-9_]+)+");
              assertThat(forms.values()).as(key).noneMatch(String::isBlank);
            });
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
