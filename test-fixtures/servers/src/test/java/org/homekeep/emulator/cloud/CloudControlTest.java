package org.homekeep.emulator.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.homekeep.emulator.fault.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The controls under {@code /_emulator}, and what is kept. */
class CloudControlTest extends CloudTest {

  @Test
  void a_reset_leaves_the_first_user_with_nothing_stored() {
    session.upload(KEY, CONTENT);
    String refresh =
        new Login(fixture).tokens(Users.FIRST, CloudFixture.PASSWORD).getString("RefreshToken");
    fixture.control("POST", "users", "{\"email\":\"demo@example.org\",\"sub_exp\":null}");
    fixture.control("POST", "seed", "{\"users\":[{\"email\":\"b@c\",\"password\":\"secret99\"}]}");
    fixture.fault("{\"call\":\"*\",\"status\":500,\"times\":1000}");
    fixture.control("POST", "clock", "{\"advance_s\":1000}");
    fixture.control("POST", "watch", "{\"texts\":[\"somewhere\"]}");

    CloudFixture.Answer answer = fixture.control("POST", "reset", "");

    assertThat(answer.json().getString("email")).isEqualTo(Users.FIRST);
    assertThat(fixture.session().list(false)).isEmpty();
    assertThat(directory.resolve("data")).isEmptyDirectory();
    assertThat(fixture.control("GET", "users", "").json().getJsonArray("users")).hasSize(1);
    assertThat(fixture.control("GET", "clock", "").json().getLong("ahead_s")).isZero();
    assertThat(fixture.control("GET", "watch", "").json().getInteger("texts")).isZero();
    assertThat(new Login(fixture).refresh(refresh).message()).isEqualTo("Invalid Refresh Token");
    assertThat(new Login(fixture).with(Users.FIRST, CloudFixture.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void strange_entries_are_listed_as_they_are() {
    CloudFixture.Answer answer =
        fixture.control(
            "POST",
            "seed",
            """
            {"users": [{"email": "b@example.org", "password": "secret99", "sub_exp": "2031-01-01",
                        "connected": {"remote_domain": "b.example"},
                        "subscription": {"provider": "legacy"}}],
             "files": [{"user": "b@example.org", "key": "a.tar", "content": "für dich",
                        "last_modified": "yesterday", "metadata": {"name": "no id"}},
                       {"user": "b@example.org", "key": "b.tar", "base64": "AAEC",
                        "metadata": {"backup_id": 7}},
                       {"user": "b@example.org", "key": "c.tar", "size": 100000,
                        "metadata": [1]},
                       {"user": "b@example.org", "key": "d.tar", "metadata": null}]}
            """);

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    CloudFixture.Session other = fixture.session("b@example.org");
    JsonArray list = other.list(true);
    assertThat(list).hasSize(4);
    assertThat(list.getJsonObject(0).getString("LastModified")).isEqualTo("yesterday");
    assertThat(list.getJsonObject(1).getJsonObject("Metadata"))
        .isEqualTo(new JsonObject().put("backup_id", 7).put("storage-type", "backup"));
    assertThat(list.getJsonObject(2).getValue("Metadata")).isEqualTo(new JsonArray().add(1));
    assertThat(list.getJsonObject(2).getLong("Size")).isEqualTo(100_000);
    assertThat(list.getJsonObject(3).containsKey("Metadata")).isTrue();
    assertThat(other.download("a.tar").text()).isEqualTo("für dich");
    assertThat(other.api("GET", "/payments/subscription_info", "").json().getString("provider"))
        .isEqualTo("legacy");
    assertThat(other.api("GET", "/instance/connection", "").json())
        .isEqualTo(
            new JsonObject()
                .put("connected", true)
                .put("details", new JsonObject().put("remote_domain", "b.example")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed  | {'people':[]}                                     | \"people\" is not known",
        "seed  | {'users':[{'email':'a@b'}]}                       | needs a \"password\"",
        "seed  | {'users':[{'email':'demo@example.org','password':'x'}]} | a user demo",
        "seed  | {'users':[{'email':'a@b','password':'x','age':7}]}| \"age\" is not known",
        "seed  | {'users':[{'email':'','password':'x'}]}           | \"email\" of a user is empty",
        "seed  | {'users':[{'email':' ','password':'x'}]}          | \"email\" of a user is empty",
        "seed  | {'files':[{'key':'a','size':-1}]}                 | 0 to 10000000000 bytes",
        "seed  | {'files':[{'key':'a','size':10000000001}]}        | 0 to 10000000000 bytes",
        "seed  | {'files':[{'key':'a','size':9223372036854775807}]} | 9223372036854775807",
        "seed  | {'files':[{'key':'a/b'}]}                         | one segment",
        "seed  | {'files':[{'key':'a','user':'nobody'}]}           | does not exist",
        "seed  | {'users':7}                                       | must be an array",
        "users | {'email':'nobody'}                                | There is no user nobody",
        "users | {'sub_exp':'2030-01-01'}                          | email is missing",
        "watch | {'texts':['short']}                               | 6 to 200 characters",
        "watch | {}                                                | \"texts\" is missing",
        "clock | {'advance_s':-1}                                  | time does not go back",
      })
  void what_makes_no_sense_is_refused_with_the_reason(String resource, String body, String reason) {
    CloudFixture.Answer answer = fixture.control("POST", resource, body.replace('\'', '"'));

    assertThat(answer.status()).as("%s", answer).isEqualTo(400);
    assertThat(answer.message()).contains(reason);
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void a_deleted_user_is_gone_with_all_files() {
    session.upload(KEY, CONTENT);

    fixture.control("DELETE", "users", "{\"email\":\"demo@example.org\"}");

    assertThat(session.api("GET", "/v2/files/backup", "").status()).isEqualTo(401);
    assertThat(new Login(fixture).with(Users.FIRST, CloudFixture.PASSWORD).type())
        .isEqualTo("UserNotFoundException");
    assertThat(directory.resolve("data")).isEmptyDirectory();
  }

  @Test
  void a_new_password_is_the_one_that_counts() {
    fixture.control("POST", "users", "{\"email\":\"demo@example.org\",\"password\":\"another1\"}");

    assertThat(new Login(fixture).with(Users.FIRST, "another1").status()).isEqualTo(200);
    assertThat(new Login(fixture).with(Users.FIRST, CloudFixture.PASSWORD).status()).isEqualTo(400);
  }

  @Test
  void the_log_tells_what_was_asked_and_no_secrets() {
    session.upload(KEY, CONTENT);
    session.download(KEY);

    CloudFixture.Answer log = fixture.control("GET", "requests", "");

    assertThat(fixture.emulator.requests().await())
        .extracting(LoggedRequest::call)
        .containsExactly(
            "files_upload_details", "object_put", "files_download_details", "object_get");
    assertThat(log.text())
        .contains("X-Amz-Signature=***")
        .doesNotContain(session.token())
        .doesNotContain("authorization");
  }

  @Test
  void everything_is_there_again_after_a_restart(@TempDir Path kept) {
    List<Object> before;
    String refresh;
    String token;
    try (CloudFixture first = CloudFixture.in(kept)) {
      CloudFixture.Session mine = first.session();
      mine.upload(KEY, CONTENT);
      refresh =
          new Login(first).tokens(Users.FIRST, CloudFixture.PASSWORD).getString("RefreshToken");
      token = mine.token();
      before = List.of(mine.list(true), first.control("GET", "users", "").json());
    }

    try (CloudFixture second = CloudFixture.with(CloudEmulatorOptions.in(kept))) {
      CloudFixture.Session mine = new CloudFixture.Session(second, token);
      assertThat(List.of(mine.list(true), second.control("GET", "users", "").json()))
          .isEqualTo(before);
      assertThat(mine.download(KEY).body()).isEqualTo(CONTENT);
      assertThat(new Login(second).refresh(refresh).status()).isEqualTo(200);
      assertThat(second.emulator.password()).isEmpty();
      assertThat(new Login(second).with(Users.FIRST, CloudFixture.PASSWORD).status())
          .isEqualTo(200);
    }
  }

  @Test
  void what_a_crash_left_is_gone_at_the_next_start(@TempDir Path kept) throws IOException {
    try (CloudFixture first = CloudFixture.in(kept)) {
      first.session().upload("whole.tar", CONTENT);
      Path whole = files(kept, "data").get(0);
      first.session().upload("lost.tar", CONTENT);
      Path lost =
          files(kept, "data").stream().filter(it -> !it.equals(whole)).findAny().orElseThrow();
      Files.delete(lost);
    }
    Files.writeString(kept.resolve("data/unnamed"), "bytes whose description was not written");
    Files.writeString(kept.resolve("tmp/half"), "an upload");

    try (CloudFixture second = CloudFixture.in(kept)) {
      assertThat(second.emulator.backups(Users.FIRST).await())
          .extracting(StoredBackup::key)
          .containsExactly("whole.tar");
      assertThat(files(kept, "data")).hasSize(1);
      assertThat(files(kept, "files")).hasSize(1);
      assertThat(files(kept, "tmp")).isEmpty();
    }
  }

  private static List<Path> files(Path directory, String below) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(below))) {
      return files.toList();
    }
  }

  @Test
  void a_new_directory_tells_a_password_that_works(@TempDir Path fresh) {
    try (CloudFixture fixture = CloudFixture.with(CloudEmulatorOptions.in(fresh))) {
      String password = fixture.emulator.password().orElseThrow();

      assertThat(password).hasSize(16);
      assertThat(new Login(fixture).with(fixture.emulator.email(), password).status())
          .isEqualTo(200);
    }
  }
}
