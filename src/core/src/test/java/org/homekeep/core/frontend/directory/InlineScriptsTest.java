package org.homekeep.core.frontend.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InlineScriptsTest {

  @Test
  void each_script_of_the_document_itself_is_found_as_it_stands() {
    assertThat(
            InlineScripts.of(
                "<script>a()</script><SCRIPT type=module>\n"
                    + " b(\"<p>\") </Script ><script></script>"))
        .containsExactly("a()", "\n b(\"<p>\") ", "");
  }

  @Test
  void a_script_of_a_file_is_none() {
    assertThat(
            InlineScripts.of(
                "<script src=\"/a.js\"></script><script async\n"
                    + "SRC = /b.js></script><script data-src-set=\"1\">c</script>"))
        .containsExactly("c");
  }

  @Test
  void a_script_in_a_comment_is_none_and_hides_none_behind_it() {
    assertThat(InlineScripts.of("<!-- <script> --><script>a</script><!----><script>b</script>"))
        .containsExactly("a", "b");
  }

  @Test
  void a_comment_in_a_script_belongs_to_it() {
    assertThat(InlineScripts.of("<script>a('<!--')</script><script>b</script>"))
        .containsExactly("a('<!--')", "b");
  }

  @Test
  void an_attribute_may_have_the_end_of_a_tag_in_it() {
    assertThat(InlineScripts.of("<script title='a > b'>c</script>")).containsExactly("c");
  }

  @Test
  void line_ends_are_those_that_a_browser_makes_of_them() {
    assertThat(InlineScripts.of("<script>a\r\nb\rc</script>")).containsExactly("a\nb\nc");
  }

  @Test
  void what_does_not_end_is_none() {
    assertThat(InlineScripts.of("<p><script>a")).isEmpty();
    assertThat(InlineScripts.of("<p><script")).isEmpty();
    assertThat(InlineScripts.of("<p><!-- <script>a</script>")).isEmpty();
  }

  @Test
  void an_element_whose_name_only_begins_so_is_none() {
    assertThat(InlineScripts.of("<scripture>a</scripture><script>b</script>")).containsExactly("b");
  }
}
