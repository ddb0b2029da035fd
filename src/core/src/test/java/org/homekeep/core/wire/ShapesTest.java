package org.homekeep.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.json.JsonObject;
import org.homekeep.core.wire.Shapes.Key;
import org.junit.jupiter.api.Test;

class ShapesTest {
  private static final Shape BACKUP =
      Shapes.object(
          Key.required("agent_ids", Shapes.uniqueListOf(Shapes.string())),
          Key.optional("name", Shapes.nullable(Shapes.string())),
          Key.optional("copies", Shapes.integer(1)),
          Key.optional("day", Shapes.oneOf("mon", "tue")),
          Key.optional("agents", Shapes.mapOf(Shapes.object(Key.required("on", Shapes.bool())))));

  @Test
  void what_fits_passes() {
    JsonObject message =
        new JsonObject(
            """
            {"agent_ids":["a","b"],"name":null,"copies":3,"day":"mon","agents":{"x":{"on":true}}}
            """);

    assertThatCode(() -> BACKUP.check(message, "data")).doesNotThrowAnyException();
  }

  @Test
  void a_missing_key_is_named() {
    assertThat(refusal("{}")).isEqualTo("required key not provided @ data['agent_ids']");
  }

  @Test
  void an_unknown_key_is_named_with_its_value() {
    assertThat(refusal("{\"agent_ids\":[],\"foo\":1}"))
        .isEqualTo("extra keys not allowed @ data['foo']. Got 1");
  }

  @Test
  void an_unknown_key_deep_inside_is_named_with_its_path() {
    assertThat(refusal("{\"agent_ids\":[],\"agents\":{\"x\":{\"on\":true,\"y\":2}}}"))
        .isEqualTo("extra keys not allowed @ data['agents']['x']['y']. Got 2");
  }

  @Test
  void a_value_of_the_wrong_type_is_named() {
    assertThat(refusal("{\"agent_ids\":\"a\"}"))
        .isEqualTo("expected a list @ data['agent_ids']. Got a");
    assertThat(refusal("{\"agent_ids\":[1]}"))
        .isEqualTo("expected str @ data['agent_ids'][0]. Got 1");
  }

  @Test
  void a_number_below_its_bound_a_fraction_and_a_flag_are_no_whole_number() {
    assertThat(refusal("{\"agent_ids\":[],\"copies\":0}")).contains("at least 1");
    assertThat(refusal("{\"agent_ids\":[],\"copies\":1.5}")).contains("expected int");
    assertThat(refusal("{\"agent_ids\":[],\"copies\":true}")).contains("expected int");
  }

  @Test
  void an_item_that_comes_twice_is_refused() {
    assertThat(refusal("{\"agent_ids\":[\"a\",\"a\"]}")).contains("duplicate items: a");
  }

  @Test
  void a_long_value_is_not_sent_back_whole() {
    assertThat(refusal("{\"agent_ids\":[],\"foo\":\"" + "x".repeat(5000) + "\"}"))
        .hasSizeLessThan(200);
  }

  private static String refusal(String json) {
    Throwable thrown = catchThrowable(() -> BACKUP.check(new JsonObject(json), "data"));
    assertThat(thrown).isInstanceOf(ShapeException.class);
    return String.valueOf(thrown.getMessage());
  }
}
