package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.homekeep.testkit.HubSession;
import org.homekeep.testkit.TestHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code homekeep integration scaffold}, up to an integration that is used and taken away again.
 */
class IntegrationScaffoldTest {
  @TempDir private Path directory;

  private Path scaffold(String domain) {
    Path module = directory.resolve("modules").resolve(domain);
    Typed answer =
        Typed.homekeep("integration", "scaffold", domain, "--directory", module.toString());
    assertThat(answer.err()).isEmpty();
    assertThat(answer.exitCode()).isZero();
    return module;
  }

  @Test
  void what_it_makes_compiles_against_the_api_alone_and_passes_its_own_tests() throws Exception {
    assertThat(new OutsideModule(scaffold("my_nas")).compile().test()).isGreaterThan(25);
  }

  @Test
  void there_is_nothing_to_mend_in_it() throws Exception {
    Path jar =
        new OutsideModule(scaffold("my_nas")).compile().pack(directory.resolve("my_nas.jar"));

    Typed answer = Typed.homekeep("integration", "validate", jar.toString());

    assertThat(answer.out()).isEqualToIgnoringNewLines("Nothing is to be mended.\n");
  }

  @Test
  void it_is_dropped_in_configured_used_as_a_backup_location_and_removed() throws Exception {
    Path config = Files.createDirectories(directory.resolve("config"));
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(data.resolve("configuration.yaml"), "default_config:\n");
    Path place = Files.createDirectories(directory.resolve("place"));
    Path jar =
        new OutsideModule(scaffold("my_nas"))
            .compile()
            .pack(config.resolve("custom_integrations/my_nas-1.0.0.jar"));

    try (TestHub hub = TestHub.start(config, data, Map.of())) {
      HubSession ada = HubSession.first(hub.port());
      String flow = ada.startFlow("my_nas").getString("flow_id");
      JsonObject refused = ada.submit(flow, new JsonObject().put("folder", "/no/such/place"));
      assertThat(refused.getJsonObject("errors"))
          .isEqualTo(new JsonObject().put("base", "cannot_connect"));
      JsonObject entry =
          ada.submit(flow, new JsonObject().put("folder", place.toString()))
              .getJsonObject("result");
      assertThat(entry.getString("state")).isEqualTo("loaded");

      String entryId = entry.getString("entry_id");
      try (BackupLocation location = new BackupLocation(ada, "my_nas." + entryId)) {
        String backupId = location.backUp();
        assertThat(names(place)).hasSize(2);
        location.download(backupId, directory.resolve("downloaded.tar"));
        location.delete(backupId);
        assertThat(names(place)).isEmpty();
      }
      assertThat(ada.http().get("/api/diagnostics/config_entry/" + entryId).status())
          .isEqualTo(200);

      ada.remove(entryId);
      assertThat(ada.entries("my_nas")).isEmpty();
    }
    Files.delete(jar);
    try (TestHub again = TestHub.start(config, data, Map.of())) {
      assertThat(again.port()).isPositive();
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"My", "a.b", "../x", "1a", "a__b", "a-b", ""})
  void what_is_no_domain_is_refused(String domain) {
    Typed answer =
        Typed.homekeep(
            "integration", "scaffold", domain, "--directory", directory.resolve("x").toString());

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(directory.resolve("x")).doesNotExist();
  }

  @Test
  void a_directory_that_is_there_is_not_touched() {
    Typed answer =
        Typed.homekeep("integration", "scaffold", "my_nas", "--directory", directory.toString());

    assertThat(answer.exitCode()).isEqualTo(5);
    assertThat(answer.err()).contains("exists already and is not touched");
  }
}
