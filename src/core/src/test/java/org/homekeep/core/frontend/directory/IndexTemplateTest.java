package org.homekeep.core.frontend.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexTemplateTest {

  @ParameterizedTest
  @ValueSource(strings = {"{{ theme_color }}", "{{theme_color}}", "{{- theme_color -}}"})
  void the_colour_is_filled_in(String mark) {
    assertThat(IndexTemplate.rendered("<meta content=\"" + mark + "\">"))
        .isEqualTo("<meta content=\"#18bcf2\">");
  }

  @Test
  void loops_over_nothing_are_left_out() {
    String html =
        IndexTemplate.rendered(
            "a;{%- for extra_module in extra_modules -%}import(\"{{ extra_module }}\");{%- endfor"
                + " -%}b;{% for extra_script in extra_js_es5 %}\n"
                + "_ls(\"{{ extra_script }}\");\n"
                + "{% endfor %}c;");

    assertThat(html).isEqualTo("a;b;c;");
    assertThat(IndexTemplate.hasMarks(html)).isFalse();
  }

  @Test
  void a_mark_that_nobody_knows_stays_and_is_noticed() {
    String html = IndexTemplate.rendered("<p>{{ something_new }}</p>");

    assertThat(html).isEqualTo("<p>{{ something_new }}</p>");
    assertThat(IndexTemplate.hasMarks(html)).isTrue();
  }
}
