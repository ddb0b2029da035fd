package org.homekeep.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final Pattern ROUTE =
      Pattern.compile("tag: \"([a-z-]+)\", module: \"([a-z0-9/-]+)\"");
  private static final Pattern FILE = Pattern.compile("(?:href|src)=\"\\{\\{files}}/([^\"]+)\"");
  private static final Pattern PRELOAD =
      Pattern.compile("<link rel=\"modulepreload\" href=\"\\{\\{files}}/([^\"]+)\">");

  private final PageSource page = new PageSource();

  @Test
  void nothing_is_inline_but_the_import_map_because_the_content_policy_forbids_it() {
    assertThat(page.read("index.html"))
        .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=|javascript:")
        .doesNotContainPattern("<script(?![^>]*(\\ssrc=|type=\"importmap\"))");
    page.own(".js")
        .forEach(
            (name, code) ->
                assertThat(code).as(name).doesNotContainPattern("\\sstyle=|\\son[a-z]+=[\"$]"));
  }

  @Test
  void text_is_only_ever_set_as_text() {
    page.own(".js")
        .forEach(
            (name, code) ->
                assertThat(code)
                    .as(name)
                    .doesNotContainPattern(
                        "innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|document\\.write|setHTML|DOMParser|\\beval\\(|new"
                            + " Function"));
  }

  @Test
  void nothing_comes_from_elsewhere() {
    for (String kind : List.of(".html", ".css")) {
      assertThat(page.own(kind)).isNotEmpty();
      page.own(kind)
          .forEach(
              (name, content) ->
                  assertThat(content).as(name).doesNotContainPattern("https?://[a-z0-9]"));
    }
  }

  /** Links may lead there: a person follows them. */
  @Test
  void no_module_asks_anybody_else() {
    page.own(".js")
        .forEach(
            (name, code) ->
                assertThat(code)
                    .as(name)
                    .doesNotContainPattern(
                        "(src=|from|import|fetch|send|url|open|WebSocket|EventSource)\\s*\\(?\\s*[\"'`]?(https?|wss?)://"));
  }

  @Test
  void everything_that_is_referred_to_is_there() {
    assertThat(found(FILE, page.read("index.html"))).isNotEmpty().allMatch(page::has);
    assertThat(page.own(".js").keySet())
        .allSatisfy(module -> assertThat(page.importsOf(module)).as(module).allMatch(page::has));
    assertThat(page.has("readme.txt")).isTrue();
  }

  @Test
  void every_address_leads_to_a_module_that_defines_its_component() {
    Map<String, String> modules =
        ROUTE
            .matcher(page.read("routes.js"))
            .results()
            .collect(Collectors.toMap(route -> route.group(1), route -> route.group(2)));

    assertThat(modules)
        .isNotEmpty()
        .allSatisfy(
            (tag, module) ->
                assertThat(page.read("pages/" + module + ".js"))
                    .contains("customElements.define(\"" + tag + "\""));
  }

  @Test
  void what_the_start_needs_is_asked_for_at_once() {
    Set<String> preloaded = found(PRELOAD, page.read("index.html"));

    assertThat(preloaded).containsAll(page.neededBy("app.js"));
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toSet());
  }
}
