package org.homekeep.core.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.wire.ErrorTranslation;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private static final String HOSTILE = "a\n\u001b[2J\u202e";
  private static final String SHOWN = "a\\u{a}\\u{1b}[2J\\u{202e}";

  @Test
  void a_text_of_outside_in_an_error_moves_no_cursor() {
    JsonObject error =
        new JsonObject(
                Messages.error(
                    1,
                    "unknown_error",
                    HOSTILE,
                    Optional.of(new ErrorTranslation("backup", "failed", Map.of("name", HOSTILE)))))
            .getJsonObject("error");

    assertThat(error.getString("message")).isEqualTo(SHOWN);
    assertThat(error.getJsonObject("translation_placeholders").getString("name")).isEqualTo(SHOWN);
  }
}
