package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.testkit.HubSession;
import org.homekeep.testkit.IntegrationJar;
import org.homekeep.testkit.WebsocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
  private final Path config;

  RunTest(@TempDir Path config) {
    this.config = config;
  }

  @Test
  void it_answers_when_it_says_that_it_is_ready() throws Exception {
    try (RunningCommand hub = RunningCommand.start("run", "--port=0", "--config=" + config)) {
      URI address = URI.create(hub.output("ready at (http://127\\.0\\.0\\.1:\\d+)"));

      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(address.resolve("/api/onboarding")).build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void in_safe_mode_what_lies_in_custom_integrations_is_left_out() throws Exception {
    IntegrationJar.of("sample").write(config.resolve("custom_integrations/sample.jar"));
    try (RunningCommand hub =
        RunningCommand.start("run", "--safe-mode", "--port=0", "--config=" + config)) {
      HubSession ada =
          HubSession.first(
              URI.create(hub.output("ready at (http://127\\.0\\.0\\.1:\\d+)")).getPort());

      assertThat(ada.http().get("/api/config/config_entries/flow_handlers").body())
          .contains("backblaze_b2")
          .doesNotContain("sample");
    }
  }

  @Test
  void a_folder_is_backed_up_when_it_has_a_directory(@TempDir Path media) throws Exception {
    try (RunningCommand hub =
        RunningCommand.start(
            "run", "--folder", "media=" + media, "--port=0", "--config=" + config)) {
      HubSession ada =
          HubSession.first(
              URI.create(hub.output("ready at (http://127\\.0\\.0\\.1:\\d+)")).getPort());
      Vertx vertx = WatchedVertx.create();
      try (WebsocketClient socket = ada.websocket(vertx)) {
        assertThat(socket.call("backup/agents/info").getJsonArray("folders"))
            .containsExactly("media");
      } finally {
        vertx.close().await();
      }
    }
  }

  @Test
  void a_folder_that_does_not_exist_or_holds_the_hub_is_refused() {
    Typed unknown = Typed.homekeep("run", "--folder", "cellar=/x", "--config=" + config);
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("Folders are share, media, ssl and addons/local");

    Typed twice =
        Typed.homekeep(
            "run", "--folder=ssl=/x", "--set=backup.folder_ssl=/y", "--config=" + config);
    assertThat(twice.exitCode()).isEqualTo(2);
    assertThat(twice.err()).contains("say different things");

    Typed itself =
        Typed.homekeep("run", "--folder", "media=" + config, "--port=0", "--config=" + config);
    assertThat(itself.exitCode()).isEqualTo(2);
    assertThat(itself.err()).contains("backups would contain themselves");
  }

  @Test
  void it_ends_well_when_asked_to() throws Exception {
    RunningCommand hub = RunningCommand.start("run", "--port=0", "--config=" + config);

    Typed typed = hub.stop();

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.err()).isEmpty();
  }

  @Test
  void home_assistant_s_frontend_takes_the_place_of_the_page(@TempDir Path frontend)
      throws Exception {
    for (String name : List.of("index.html", "authorize.html", "onboarding.html")) {
      Files.writeString(frontend.resolve(name), "This is " + name);
    }
    Files.createDirectory(frontend.resolve("static"));
    Files.createDirectory(frontend.resolve("frontend_latest"));
    try (RunningCommand hub =
        RunningCommand.start("run", "--port=0", "--config=" + config, "--frontend=" + frontend)) {
      URI address = URI.create(hub.output("ready at (http://127\\.0\\.0\\.1:\\d+)"));

      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(address.resolve("/auth/authorize")).build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(answer.body()).isEqualTo("This is authorize.html");
    }
  }

  @Test
  void a_directory_that_is_not_home_assistant_s_frontend_is_refused_with_what_to_give(
      @TempDir Path empty) {
    Typed typed = Typed.homekeep("run", "--port=0", "--config=" + config, "--frontend=" + empty);

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err())
        .contains("--frontend: '" + empty + "' is not Home Assistant's frontend")
        .contains("index.html")
        .contains("home-assistant-frontend");
  }

  @Test
  void a_stop_asked_for_before_the_start_is_obeyed() {
    StopRequest stop = new StopRequest();
    stop.make();

    Typed typed =
        Typed.homekeep(stop, new java.io.StringWriter(), "run", "--port=0", "--config=" + config);

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.err()).isEmpty();
  }

  @Test
  void a_second_hub_on_the_same_directory_is_refused() throws Exception {
    try (RunningCommand first = RunningCommand.start("run", "--port=0", "--config=" + config)) {
      assertThat(first.output()).contains("ready at");

      Typed second = Typed.homekeep("run", "--port=0", "--config=" + config);

      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.err()).contains("Another Homekeep is running on " + config);
    }
  }

  @Test
  void a_port_in_use_is_named_with_what_to_do() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();

      Typed typed = Typed.homekeep("run", "--port=" + port, "--config=" + config);

      assertThat(typed.exitCode()).isEqualTo(1);
      assertThat(typed.err()).contains("Port " + port).contains("in use").contains("--port");
    }
  }

  @Test
  void a_host_that_is_not_this_machine_is_named() {
    // An address set aside for documentation; no machine has it.
    Typed typed =
        Typed.homekeep("run", "--host=192.0.2.1", "--port=0", "--config=" + config.toString());

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err()).contains("192.0.2.1 is not an address of this machine");
  }
}
