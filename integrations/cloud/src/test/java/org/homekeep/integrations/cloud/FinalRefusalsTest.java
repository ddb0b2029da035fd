package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.homekeep.api.backup.BackupAgentException;
import org.homekeep.api.backup.BackupRefusedException;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which words of the service mean that it would refuse again (b2-and-cloud.md §B.4). */
class FinalRefusalsTest {
  private static final byte[] ARCHIVE = "an archive".getBytes(StandardCharsets.UTF_8);
  private static final String ID = "aaaa0001";
  private AgentHome home;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    home = AgentHome.in(directory);
  }

  @AfterEach
  void stop() throws Exception {
    home.close();
  }

  private void refuse(String call, int status, String message) throws Exception {
    home.fault(
        FaultRule.fromJson(
            new JsonObject()
                .put("call", call)
                .put("status", status)
                .put("code", "bad_request")
                .put("message", message)
                .put("times", 100)));
  }

  private void upload() throws Exception {
    home.hub.await(
        home.upload(AgentHome.backup(ID, ARCHIVE.length), () -> new ByteArrayInputStream(ARCHIVE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NC-CE-02",
        "NC-CE-03",
        "NC-CE-02: not now, and not later",
        "NC-CE-03: not now, and not later",
        "NC-CE-03 not now,\nand not later",
      })
  void a_backup_that_is_refused_for_good_is_sent_once(String message) throws Exception {
    refuse("files_upload_details", 400, message);

    assertThatThrownBy(this::upload)
        .isInstanceOf(BackupRefusedException.class)
        .hasMessage(
            "Failed to upload backup: Home Assistant Cloud refuses (HTTP 400): "
                + message
                + ". Trying again does not help; show this to its support.");

    assertThat(home.asked("files_upload_details")).isEqualTo(1);
    assertThat(home.asked("object_put")).isZero();
    assertThat(home.hub.shownIssues()).containsOnlyKeys("upload_refused");
    assertThat(home.hub.shownIssues().get("upload_refused"))
        .satisfies(issue -> assertThat(issue.placeholders().toString()).contains(message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NC-CE-01", "NC-CE-04", "NC-CE-031", "NC-CE-3", "no NC-CE-03", "nc-ce-03"})
  void a_backup_that_is_refused_in_other_words_is_sent_again(String message) throws Exception {
    refuse("files_upload_details", 400, message);

    assertThatThrownBy(this::upload)
        .isInstanceOf(BackupAgentException.class)
        .isNotInstanceOf(BackupRefusedException.class)
        .hasMessage(
            "Failed to upload backup: Home Assistant Cloud has trouble (HTTP 400): "
                + message
                + ". Try again later.");

    assertThat(home.asked("files_upload_details")).isEqualTo(5);
    assertThat(home.hub.shownIssues()).containsOnlyKeys("upload_failed");
  }

  @Test
  void the_words_of_a_refusal_mean_nothing_beside_another_status() throws Exception {
    refuse("files_upload_details", 500, "NC-CE-03");

    assertThatThrownBy(this::upload).hasMessageContaining("has trouble (HTTP 500): NC-CE-03.");

    assertThat(home.asked("files_upload_details")).isEqualTo(5);
  }

  @Test
  void a_download_that_is_refused_for_good_is_asked_for_once() throws Exception {
    upload();
    refuse("files_download_details", 400, "NC-CE-03");

    assertThatThrownBy(
            () -> home.hub.await(() -> home.agent.downloadBackup(ID, in -> in.readAllBytes())))
        .hasMessage(
            "Failed to download backup: Home Assistant Cloud refuses (HTTP 400): NC-CE-03. Trying again does not help; show this to its support.");

    assertThat(home.asked("files_download_details")).isEqualTo(1);
  }
}
