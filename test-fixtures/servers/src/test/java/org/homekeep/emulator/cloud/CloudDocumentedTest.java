package org.homekeep.emulator.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.homekeep.emulator.Page;
import org.homekeep.emulator.fault.LoggedRequest;
import org.junit.jupiter.api.Test;

/** The page about this emulator, whose examples are sent as they stand there. */
class CloudDocumentedTest extends CloudTest {
  private static final String PAGE = "cloud-emulator.md";

  @Test
  void each_example_does_something() throws IOException {
    List<Page.Example> examples = Page.named(PAGE).examples();
    assertThat(examples).hasSizeGreaterThan(8);
    for (Page.Example example : examples) {
      CloudFixture.Answer answer =
          fixture.control(
              example.method(), example.path().substring("/_emulator/".length()), example.body());

      assertThat(answer.status()).as("%s: %s", example, answer).isEqualTo(200);
    }
  }

  @Test
  void each_control_that_there_is_is_told() throws IOException {
    List<String> known = Page.controlsOf(fixture.control("GET", "nothing", "").text());

    assertThat(Page.named(PAGE).controls()).containsAll(known).allMatch(known::contains);
  }

  @Test
  void each_call_that_faults_can_name_is_told() throws IOException {
    String page = Page.named(PAGE).text();

    session.upload(KEY, CONTENT);
    session.list(true);
    session.download(KEY);
    session.delete(KEY);
    session.api("GET", "/.well-known/service-discovery", "");
    session.api("GET", "/payments/subscription_info", "");
    session.api("GET", "/instance/connection", "");
    session.api("GET", "/account", "");
    new Login(fixture).with(Users.FIRST, CloudFixture.PASSWORD);

    assertThat(fixture.emulator.requests().await())
        .extracting(LoggedRequest::call)
        .hasSizeGreaterThan(10)
        .allMatch(call -> Pattern.compile("`" + call + "`").matcher(page).find());
  }
}
