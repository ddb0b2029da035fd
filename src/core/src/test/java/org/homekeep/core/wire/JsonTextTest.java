package org.homekeep.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTextTest {

  @Test
  void what_stands_in_a_text_is_no_structure() {
    String text = "\\\"[{,".repeat(200_000);
    assertThat(JsonText.decode(new JsonObject().put("a", text).encode()))
        .isEqualTo(new JsonObject().put("a", text));
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
}
