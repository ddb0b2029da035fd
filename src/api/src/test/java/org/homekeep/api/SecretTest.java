package org.homekeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.homekeep.api.schema.Value;
import org.homekeep.api.schema.Values;
import org.junit.jupiter.api.Test;

class SecretTest {
  private static final Values ENTRY =
      Values.empty()
          .with("bucket", "home")
          .with("application_key", Secret.of("K002secret"))
          .with("empty", Secret.of(""))
          .with("unknown", new Value.Opaque("{\"token\":\"x\"}"))
          .with("nested", new Value.Nested(Values.empty().with("pin", Secret.of("1234"))))
          .with("list", new Value.Texts(List.of("a")));

  @Test
  void a_secret_has_no_text_form() {
    assertThat(Secret.of("K002secret").toString()).isEqualTo("**REDACTED**");
    assertThat(ENTRY.toString()).doesNotContain("K002secret", "1234");
  }

  @Test
  void redaction_goes_by_type_and_leaves_empty_values_as_they_are() {
    assertThat(Redaction.of(ENTRY))
        .isEqualTo(
            new JsonObject(
                """
                {"bucket":"home","application_key":"**REDACTED**","empty":"",
                 "unknown":"**REDACTED**","nested":{"pin":"**REDACTED**"},"list":["a"]}
                """));
  }

  @Test
  void all_secrets_of_an_entry_are_known_sections_included() {
    assertThat(ENTRY.secrets())
        .containsExactlyInAnyOrder(Secret.of("K002secret"), Secret.of(""), Secret.of("1234"));
  }

  @Test
  void equal_secrets_are_equal() {
    assertThat(Map.of("a", Secret.of("x"))).isEqualTo(Map.of("a", Secret.of("x")));
    assertThat(Secret.of("x")).isNotEqualTo(Secret.of("y"));
  }
}
