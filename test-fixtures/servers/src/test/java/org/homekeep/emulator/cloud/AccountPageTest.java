package org.homekeep.emulator.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The account page, as a browser uses it. */
class AccountPageTest extends CloudTest {

  @Test
  void whoever_logs_in_sees_the_backup_and_downloads_it() {
    session.upload(KEY, CONTENT);

    CloudFixture.Answer login = login(CloudFixture.PASSWORD);
    String cookie = cookie(login);
    CloudFixture.Answer page = get("/account", cookie);
    CloudFixture.Answer file = get("/account/download/" + KEY, cookie);

    assertThat(login.status()).isEqualTo(303);
    assertThat(login.header("Location")).isEqualTo("/account");
    assertThat(login.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict");
    assertThat(page.text())
        .contains("Automatic backup", "2026-01-02T03:04:05", "10 bytes", "2026.1.0")
        .contains("href=\"/account/download/" + KEY + "\"");
    assertThat(file.body()).isEqualTo(CONTENT);
    assertThat(file.header("Content-Disposition")).contains("attachment", KEY);
  }

  @Test
  void whoever_is_not_logged_in_sees_a_form() {
    session.upload(KEY, CONTENT);

    for (String path : new String[] {"/account", "/account/", "/account/download/" + KEY}) {
      assertThat(get(path, "cloud_account=made-up").text())
          .contains("<form", "name=\"password\"")
          .doesNotContain("Automatic backup", new String(CONTENT, UTF_8));
    }
  }

  @Test
  void a_wrong_password_is_told_on_the_page() {
    CloudFixture.Answer answer = login("wrong");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("Incorrect username or password.", "<form");
  }

  @ParameterizedTest
  @ValueSource(strings = {"email=%ff&password=%", "email=a%2&password=b", "%zz=1"})
  void what_is_no_form_is_told_on_the_page(String body) {
    CloudFixture.Answer answer = post(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("What was sent is no form", "<form");
    assertThat(login(CloudFixture.PASSWORD).status()).isEqualTo(303);
  }

  @Test
  void a_page_can_run_nothing() {
    CloudFixture.Answer page = get("/account", "");

    assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void what_is_stored_is_text_on_the_page() {
    fixture.control(
        "POST",
        "seed",
        """
        {"files": [{"key": "a'\\"<.tar", "content": "x",
                    "metadata": {"name": "<script>alert(1)</script>", "date": "\\"><b>"}}]}
        """);

    String page = get("/account", cookie(login(CloudFixture.PASSWORD))).text();

    assertThat(page)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&quot;&gt;&lt;b&gt;")
        .doesNotContain("<script", "<b>");
  }

  @Test
  void whoever_logs_out_is_out() {
    String cookie = cookie(login(CloudFixture.PASSWORD));

    CloudFixture.Answer out =
        fixture.send(
            fixture
                .request("/account/logout")
                .header("Cookie", cookie)
                .POST(HttpRequest.BodyPublishers.noBody()));

    assertThat(out.status()).isEqualTo(303);
    assertThat(get("/account", cookie).text()).contains("name=\"password\"");
  }

  private CloudFixture.Answer login(String password) {
    return post("email=demo%40example.org&code=&password=" + password.replace(' ', '+'));
  }

  private CloudFixture.Answer post(String form) {
    return fixture.send(
        fixture
            .request("/account/login")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private CloudFixture.Answer get(String path, String cookie) {
    return fixture.send(fixture.request(path).header("Cookie", cookie));
  }

  private static String cookie(CloudFixture.Answer login) {
    return login.header("Set-Cookie").split(";", -1)[0];
  }
}
