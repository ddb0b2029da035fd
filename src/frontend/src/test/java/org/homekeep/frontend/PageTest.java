package org.homekeep.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {
  /** What a phone on a slow line waits for, before compression. */
  private static final int LARGEST = 42_000;

  private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"(?!/\"|http)([^\"]+)\"");
  private static final Pattern IMPORT = Pattern.compile("from \"\\./([^\"]+)\"");

  @Test
  void everything_that_is_referred_to_is_there() throws Exception {
    assertThat(page()).containsKeys("index.html", "style.css", "app.js", "hub.js", "readme.txt");
  }

  @Test
  void nothing_is_inline_because_the_content_policy_forbids_it() throws Exception {
    assertThat(read("index.html"))
        .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=|javascript:")
        .doesNotContainPattern("<script(?![^>]*\\ssrc=)");
  }

  @Test
  void text_is_only_ever_set_as_text() throws Exception {
    page().entrySet().stream()
        .filter(file -> file.getKey().endsWith(".js"))
        .forEach(
            file ->
                assertThat(file.getValue())
                    .as(file.getKey())
                    .doesNotContainPattern("innerHTML|outerHTML|insertAdjacentHTML|eval\\("));
  }

  @Test
  void nothing_comes_from_elsewhere() throws Exception {
    page().entrySet().stream()
        .filter(file -> !file.getKey().equals("readme.txt"))
        .forEach(
            file ->
                assertThat(file.getValue().replace("http://www.w3.org/2000/svg", ""))
                    .as(file.getKey())
                    .doesNotContain("http://", "https://"));
  }

  @Test
  void the_page_is_small() throws Exception {
    int bytes =
        page().entrySet().stream()
            .filter(file -> !file.getKey().equals("readme.txt"))
            .mapToInt(file -> file.getValue().getBytes(StandardCharsets.UTF_8).length)
            .sum();

    assertThat(bytes).isLessThan(LARGEST);
  }

  /** The files of the page, followed from its start: name → content. */
  private static Map<String, String> page() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    follow("index.html", files);
    return files;
  }

  private static void follow(String name, Map<String, String> files) throws IOException {
    if (files.containsKey(name)) {
      return;
    }
    String content = read(name);
    files.put(name, content);
    Pattern references = name.endsWith(".html") ? REFERENCE : IMPORT;
    List<String> found =
        name.endsWith(".txt")
            ? List.of()
            : references.matcher(content).results().map((MatchResult m) -> m.group(1)).toList();
    for (String next : found) {
      follow(next, files);
    }
  }

  private static String read(String name) throws IOException {
    try (InputStream file = PageTest.class.getResourceAsStream(name)) {
      assertThat(file).as(name).isNotNull();
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
