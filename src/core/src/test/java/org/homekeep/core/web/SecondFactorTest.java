package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.ReaderException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** framework.md §2.1 (MFA step), §2.2 and §2.5: codes of an authenticator app. */
class SecondFactorTest {
  private static final String OLGA = "00000000000000000000000000000001";

  @TempDir Path directory;
  private WebHub hub;

  @BeforeEach
  void start() throws IOException {
    StoredByHomeAssistant.write(directory);
    hub = new WebHub(directory);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void setting_up_shows_a_form_with_secret_address_and_picture() {
    JsonObject form = begin(socketOf("Olga"));
    JsonObject shown = form.getJsonObject("description_placeholders");
    assertThat(form.getString("type")).isEqualTo("form");
    assertThat(form.getString("handler")).isEqualTo("totp");
    assertThat(form.getString("step_id")).isEqualTo("init");
    assertThat(form.getJsonArray("data_schema").encode())
        .isEqualTo("[{\"name\":\"code\",\"required\":true,\"type\":\"string\"}]");
    assertThat(shown.getString("code")).matches("[A-Z2-7]{32}");
    assertThat(shown.getString("url"))
        .isEqualTo(
            "otpauth://totp/Homekeep:owner?secret=%s&issuer=Homekeep"
                .formatted(shown.getString("code")));
  }

  @Test
  void a_camera_reads_the_address_out_of_the_picture() throws ReaderException {
    JsonObject shown = begin(socketOf("Olga")).getJsonObject("description_placeholders");
    assertThat(QrPicture.read(shown.getString("qr_code"))).isEqualTo(shown.getString("url"));
  }

  @Test
  void a_wrong_code_shows_the_same_form_again_and_a_right_one_ends_it() {
    WebsocketClient socket = socketOf("Olga");
    JsonObject form = begin(socket);
    JsonObject again = confirm(socket, form, "000000x");
    assertThat(again.getJsonObject("errors"))
        .isEqualTo(new JsonObject().put("base", "invalid_code"));
    assertThat(again.getJsonObject("description_placeholders"))
        .isEqualTo(form.getJsonObject("description_placeholders"));
    assertThat(isEnabled(socket)).isFalse();
    assertThat(confirm(socket, form, App.of(form).code(hub)).getString("type"))
        .isEqualTo("create_entry");
    assertThat(isEnabled(socket)).isTrue();
  }

  @Test
  void the_secret_is_kept_where_home_assistant_keeps_it_and_only_its_owner_reads_it()
      throws IOException {
    App app = enable("Olga");
    hub.close();
    Path file = directory.resolve(".storage/auth_module.totp");
    assertThat(new JsonObject(Files.readString(file)).getJsonObject("data"))
        .isEqualTo(new JsonObject().put("users", new JsonObject().put(OLGA, app.secret())));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    hub = new WebHub(directory);
    assertThat(password().getString("step_id")).isEqualTo("mfa");
  }

  @Test
  void after_the_password_a_login_asks_for_a_code() {
    App app = enable("Olga");
    JsonObject form = password();
    assertThat(form.getString("type")).isEqualTo("form");
    assertThat(form.getString("step_id")).isEqualTo("mfa");
    assertThat(form.getJsonObject("errors").isEmpty()).isTrue();
    assertThat(form.getJsonObject("description_placeholders"))
        .isEqualTo(
            new JsonObject()
                .put("mfa_module_id", "totp")
                .put("mfa_module_name", "Authenticator app"));
    hub.clock.advance(Duration.ofSeconds(30));
    JsonObject done = code(form, app.code(hub)).bodyAsJsonObject();
    assertThat(done.getString("type")).isEqualTo("create_entry");
    assertThat(hub.tokens(done.getString("result")).getString("access_token")).isNotBlank();
  }

  @Test
  void a_user_without_an_app_is_not_asked() {
    enable("Olga");
    assertThat(
            hub.login(hub.startLogin(), "member", StoredByHomeAssistant.PASSWORD)
                .bodyAsJsonObject()
                .getString("type"))
        .isEqualTo("create_entry");
  }

  @Test
  void one_code_does_not_work_twice() {
    App app = enable("Olga");
    hub.clock.advance(Duration.ofSeconds(30));
    String code = app.code(hub);
    assertThat(code(password(), code).bodyAsJsonObject().getString("type"))
        .isEqualTo("create_entry");
    assertThat(code(password(), code).bodyAsJsonObject().getJsonObject("errors"))
        .isEqualTo(new JsonObject().put("base", "invalid_code"));
  }

  @Test
  void the_code_that_set_it_up_does_not_log_in() {
    App app = enable("Olga");
    assertThat(code(password(), app.code(hub)).bodyAsJsonObject().getString("type"))
        .isEqualTo("form");
  }

  @Test
  void a_clock_may_go_wrong_by_one_step_and_not_by_two() {
    App app = enable("Olga");
    hub.clock.advance(Duration.ofMinutes(5));
    assertThat(List.of(-1, 1, -2, 2).stream().map(by -> code(password(), app.code(hub, by))))
        .extracting(answer -> answer.bodyAsJsonObject().getString("type"))
        .containsExactly("create_entry", "create_entry", "form", "form");
  }

  @Test
  void three_wrong_codes_end_the_login() {
    enable("Olga");
    JsonObject form = password();
    code(form, "1");
    code(form, "2");
    JsonObject over = code(form, "3").bodyAsJsonObject();
    assertThat(over.getString("type")).isEqualTo("abort");
    assertThat(over.getString("reason")).isEqualTo("too_many_retry");
    assertThat(code(form, "4").statusCode()).isEqualTo(404);
  }

  @Test
  void guessing_codes_is_slowed_down_over_many_logins() {
    enable("Olga");
    List<JsonObject> forms = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      forms.add(password());
      // What is counted against the address is over by now, what is counted against the user not.
      hub.clock.advance(Duration.ofSeconds(60));
    }
    List<Integer> answers = new ArrayList<>();
    for (JsonObject form : forms) {
      answers.add(code(form, "guess").statusCode());
      answers.add(code(form, "guess").statusCode());
    }
    assertThat(answers).startsWith(200).endsWith(429);
  }

  @Test
  void five_minutes_after_the_password_the_login_is_over() {
    App app = enable("Olga");
    JsonObject form = password();
    hub.clock.advance(Duration.ofMinutes(5).plusSeconds(1));
    JsonObject over = code(form, app.code(hub)).bodyAsJsonObject();
    assertThat(over.getString("reason")).isEqualTo("login_expired");
  }

  @Test
  void a_step_that_asks_for_a_code_takes_no_password() {
    enable("Olga");
    JsonObject form = password();
    HttpResponse<Buffer> answer =
        hub.login(form.getString("flow_id"), "member", StoredByHomeAssistant.PASSWORD);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.bodyAsJsonObject().getString("message")).isEqualTo("User input malformed");
  }

  @Test
  void a_user_turns_it_off() {
    enable("Olga");
    JsonObject answer =
        socketOf("Olga").call("auth/depose_mfa", new JsonObject().put("mfa_module_id", "totp"));
    assertThat(answer.getString("result")).isEqualTo("done");
    assertThat(password().getString("type")).isEqualTo("create_entry");
  }

  @Test
  void another_module_is_not_there() {
    JsonObject module = new JsonObject().put("mfa_module_id", "notify");
    assertThat(socketOf("Olga").error("auth/setup_mfa", module)).isEqualTo("no_module");
    assertThat(socketOf("Olga").error("auth/depose_mfa", module)).isEqualTo("no_module");
  }

  @Test
  void a_set_up_belongs_to_its_user_and_is_over_after_ten_minutes() {
    WebsocketClient olga = socketOf("Olga");
    JsonObject form = begin(olga);
    JsonObject input =
        new JsonObject()
            .put("flow_id", form.getString("flow_id"))
            .put("user_input", new JsonObject().put("code", App.of(form).code(hub)));
    assertThat(socketOf("Max").error("auth/setup_mfa", input)).isEqualTo("not_found");
    hub.clock.advance(Duration.ofMinutes(10).plusSeconds(1));
    assertThat(olga.error("auth/setup_mfa", input)).isEqualTo("not_found");
  }

  @Test
  void what_is_set_up_is_not_replaced_by_whoever_finds_an_open_page() {
    enable("Olga");
    assertThat(
            socketOf("Olga").error("auth/setup_mfa", new JsonObject().put("mfa_module_id", "totp")))
        .isEqualTo("home_assistant_error");
  }

  @Test
  void an_administrator_removes_it_from_a_user_whose_app_is_lost() {
    enable("Max");
    String max = hub.now(() -> hub.auth().users().get(1).id());
    JsonObject user = new JsonObject().put("user_id", max);
    assertThat(socketOf("Max").error("homekeep/remove_second_factor", user))
        .isEqualTo("unauthorized");
    assertThat(socketOf("Olga").result("homekeep/remove_second_factor", user).getBoolean("removed"))
        .isTrue();
    assertThat(isEnabled(socketOf("Max"))).isFalse();
  }

  private App enable(String user) {
    WebsocketClient socket = socketOf(user);
    JsonObject form = begin(socket);
    App app = App.of(form);
    assertThat(confirm(socket, form, app.code(hub)).getString("type")).isEqualTo("create_entry");
    return app;
  }

  private JsonObject begin(WebsocketClient socket) {
    return socket.result("auth/setup_mfa", new JsonObject().put("mfa_module_id", "totp"));
  }

  private JsonObject confirm(WebsocketClient socket, JsonObject form, String code) {
    return socket.result(
        "auth/setup_mfa",
        new JsonObject()
            .put("flow_id", form.getString("flow_id"))
            .put("user_input", new JsonObject().put("code", code)));
  }

  private static boolean isEnabled(WebsocketClient socket) {
    JsonObject module =
        socket
            .result("auth/current_user", new JsonObject())
            .getJsonArray("mfa_modules")
            .getJsonObject(0);
    assertThat(module.getString("id")).isEqualTo("totp");
    return module.getBoolean("enabled");
  }

  private JsonObject password() {
    return hub.login(hub.startLogin(), "owner", StoredByHomeAssistant.PASSWORD).bodyAsJsonObject();
  }

  private HttpResponse<Buffer> code(JsonObject form, String code) {
    return hub.post(
        "/auth/login_flow/" + form.getString("flow_id"),
        new JsonObject().put("client_id", WebHub.CLIENT_ID).put("code", code));
  }

  private WebsocketClient socketOf(String user) {
    return hub.connect(hub.tokenOf(user));
  }
}
