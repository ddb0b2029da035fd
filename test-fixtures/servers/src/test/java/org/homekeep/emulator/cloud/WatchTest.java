package org.homekeep.emulator.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.homekeep.checks.Patience;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is looked for is found wherever it is, and nothing is found where it is not. */
class WatchTest extends CloudTest {
  private static final String SECRET = "ABCD-EFGH/IJKL MNOP+QRST\"7";

  @BeforeEach
  void watch() {
    fixture.emulator.watch(List.of("not in anything", SECRET)).await();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "upper",
        "lower",
        "hex",
        "HEX",
        "url",
        "form",
        "percent",
        "json",
        "base64",
        "base64url"
      })
  void each_form_is_found_in_a_body(String form) {
    for (int before = 0; before < 3; before++) {
      fixture.control("DELETE", "watch", "");
      fixture.emulator.watch(List.of(SECRET)).await();
      byte[] shifted = (" ".repeat(before) + SECRET + "!").getBytes(StandardCharsets.UTF_8);
      String written =
          switch (form) {
            case "plain" -> SECRET;
            case "upper" -> SECRET.toUpperCase(Locale.ROOT);
            case "lower" -> SECRET.toLowerCase(Locale.ROOT);
            case "hex" -> HexFormat.of().formatHex(shifted);
            case "HEX" -> HexFormat.of().withUpperCase().formatHex(shifted);
            case "url" -> URLEncoder.encode(SECRET, StandardCharsets.UTF_8).replace("+", "%20");
            case "form" -> URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
            case "percent" -> HexFormat.of().formatHex(shifted).replaceAll("..", "%$0");
            case "json" -> new JsonObject().put("key", SECRET).encode();
            case "base64" -> Base64.getEncoder().encodeToString(shifted);
            default -> Base64.getUrlEncoder().withoutPadding().encodeToString(shifted);
          };

      session.upload(KEY, ("before " + written + " behind").getBytes(StandardCharsets.UTF_8));

      assertThat(fixture.emulator.found().await())
          .as("%s after %d", form, before)
          .anySatisfy(
              find -> {
                assertThat(find.getInteger("text")).isZero();
                assertThat(find.getString("place")).isEqualTo("body");
                assertThat(find.getString("call")).isEqualTo("object_put");
              });
    }
  }

  @Test
  void it_is_found_in_lines_headers_and_small_bodies() {
    session.api("GET", "/v2/files/" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8), "");
    fixture.send(fixture.request("/nowhere").header("X-Key", SECRET));
    session.api("DELETE", "/files", SECRET);
    fixture.send(fixture.request("/nowhere").POST(HttpRequest.BodyPublishers.ofString(SECRET)));

    assertThat(fixture.emulator.found().await())
        .extracting(find -> find.getString("place"))
        .contains("line", "header", "body");
    assertThat(fixture.control("GET", "watch", "").text()).doesNotContain("ABCD");
  }

  @ParameterizedTest
  @CsvSource({"65530", "131071", "524287", "1048570", "2999970"})
  void it_is_found_across_the_borders_of_pieces(int at) {
    byte[] content = noise();
    byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(secret, 0, content, at, secret.length);

    session.upload(KEY, content);

    assertThat(fixture.emulator.found().await()).hasSize(1);
  }

  @Test
  void it_is_found_in_what_is_refused() {
    JsonObject details =
        session
            .details(CloudFixture.Session.details(KEY, CloudFixture.md5(CONTENT), CONTENT.length))
            .json();
    fixture.emulator.expireTokens().await();

    fixture.send(session.put(details, SECRET.getBytes(StandardCharsets.UTF_8)));

    Patience.await(() -> !fixture.emulator.found().await().isEmpty());
  }

  @Test
  void nothing_is_found_where_nothing_is() {
    session.upload(KEY, noise());
    session.upload(KEY, Arrays.copyOf(SECRET.getBytes(StandardCharsets.UTF_8), 20));
    new Login(fixture).with(Users.FIRST, CloudFixture.PASSWORD);

    assertThat(fixture.emulator.found().await()).isEmpty();
  }

  @Test
  void a_login_does_not_send_the_password() {
    fixture.emulator.watch(List.of(CloudFixture.PASSWORD)).await();

    assertThat(new Login(fixture).with(Users.FIRST, CloudFixture.PASSWORD).status()).isEqualTo(200);

    assertThat(fixture.emulator.found().await()).isEmpty();
  }

  private static byte[] noise() {
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    return content;
  }
}
