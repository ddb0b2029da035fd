package org.homekeep.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerTextTest {

  @Test
  void a_text_of_outside_in_a_message_moves_no_cursor() {
    HttpAnswer.Full answer =
        (HttpAnswer.Full) HttpAnswer.message(400, "Invalid: a\n\u001b[2J\u202e");

    assertThat(answer.body().toString()).contains("Invalid: a\\\\u{a}\\\\u{1b}[2J\\\\u{202e}");
  }
}
