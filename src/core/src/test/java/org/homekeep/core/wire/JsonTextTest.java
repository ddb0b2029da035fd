package org.homekeep.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

  @Test
  void what_stands_in_a_text_is_no_structure() {
    String text = "\\\"[{,".repeat(200_000);
    assertThat(JsonText.decode(new JsonObject().put("a", text).encode()))
        .isEqualTo(new JsonObject().put("a", text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\\n", "\\\"", "\\u20ac", "é", "𝄞", "[{,"})
  void a_long_string_is_read_as_a_short_one_is(String piece) {
    for (int length : List.of(65_535, 65_536, 65_537, 100_000)) {
      String string = "x".repeat(length) + piece;
      String text = "{ \"before\" : \"" + piece + "\", \"a\":[\"" + string + "\"],\"b\":1}";
      assertThat(JsonText.decode(text)).isEqualTo(new JsonObject(text));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\u0000", "\u001f"})
  void a_control_character_in_a_long_string_is_refused(String control) {
    String half = "x".repeat(70_000);
    assertThatThrownBy(() -> JsonText.decode("[\"" + half + control + half + "\"]"))
        .isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> JsonText.decode("[\"" + half)).isInstanceOf(DecodeException.class);
  }

  @Test
  void a_hundred_levels_are_read_and_one_more_is_refused() {
    assertThat(JsonText.decode("[".repeat(100) + "]".repeat(100))).isInstanceOf(JsonArray.class);
    assertThatThrownBy(() -> JsonText.decode("[".repeat(101) + "]".repeat(101)))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  void levels_beside_each_other_do_not_add_up() {
    assertThat(JsonText.decode("[" + "[[]],".repeat(1000) + "[]]")).isInstanceOf(JsonArray.class);
  }

  @Test
  void what_would_fill_the_memory_is_not_read() {
    assertThat(JsonText.decode("[" + "1,".repeat(90_000) + "1]")).isInstanceOf(JsonArray.class);
    assertThatThrownBy(() -> JsonText.decode("[" + "{},".repeat(1_390_000) + "{}]"))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  void what_is_wrong_is_said_with_the_place_and_without_words_of_the_library() {
    for (String text : List.of("{\n \"a\": x}", "{\n \"a\": [1", "{\n  \"a\": \"b\n\"}")) {
      assertThatThrownBy(() -> JsonText.decode(text))
          .isInstanceOfSatisfying(
              DecodeException.class,
              malformed ->
                  assertThat(JsonText.fault(malformed))
                      .matches("(?s).*, in line \\d+, column \\d+")
                      .doesNotContain("Source", "Failed to decode"));
    }
  }

  @Test
  void what_a_comment_hides_is_counted() {
    assertThatThrownBy(() -> JsonText.decode("/*\"*/" + "[".repeat(900) + "]".repeat(900)))
        .isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> JsonText.decode("/*\"*/[" + "[],".repeat(200_000) + "[]]"))
        .isInstanceOf(DecodeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/* a comment */ 1",
        "1 // a comment",
        "# a comment\n1",
        "{\"a\":1} {\"b\":2}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1,}",
        "[1,]",
        "[1",
        "{\"a\":",
        "]",
        "NaN",
        "01",
        "1e999",
        "[-1e999]",
        "tru"
      })
  void what_is_not_json_is_refused(String text) {
    assertThatThrownBy(() -> JsonText.decode(text)).isInstanceOf(DecodeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "-0.5",
        "12345678901234567890",
        "9007199254740993",
        "\"\\u00e9\"",
        "{\"a\":{\"b\":[null,false,{}]},\"c\":[]}"
      })
  void what_is_json_is_what_vertx_makes_of_it(String text) {
    assertThat(Json.encode(JsonText.decode(text))).isEqualTo(Json.encode(Json.decodeValue(text)));
  }
}
