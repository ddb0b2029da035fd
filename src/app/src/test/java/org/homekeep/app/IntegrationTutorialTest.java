package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homekeep.testkit.HubSession;
import org.homekeep.testkit.TestHub;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/integrations.md tells a person to do, done. */
class IntegrationTutorialTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "integrations.md");
  private static final Pattern BLOCK =
      Pattern.compile(
          "^`(src/[^`]+)`:\\n\\n```\\w+\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir private Path directory;
  private OutsideModule module;

  /** The scaffold, and the files of the page laid over it. */
  @BeforeEach
  void follow() throws IOException {
    Path home = directory.resolve("webdav");
    assertThat(
            Typed.homekeep("integration", "scaffold", "webdav", "--directory", home.toString())
                .exitCode())
        .isZero();
    Map<String, String> blocks = new LinkedHashMap<>();
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    while (block.find()) {
      blocks.put(block.group(1), block.group(2));
    }
    assertThat(blocks).hasSize(6);
    for (Map.Entry<String, String> file : blocks.entrySet()) {
      Files.writeString(home.resolve(file.getKey()), file.getValue());
    }
    module = new OutsideModule(home).compile();
  }

  @Test
  void its_tests_pass() throws Exception {
    assertThat(module.test()).isGreaterThan(25);
  }

  @Test
  void there_is_nothing_to_mend() throws Exception {
    Path jar = module.pack(directory.resolve("webdav.jar"));

    Typed answer = Typed.homekeep("integration", "validate", jar.toString());

    assertThat(answer.out()).isEqualToIgnoringNewLines("Nothing is to be mended.\n");
  }

  @Test
  void a_hub_keeps_backups_on_the_server() throws Exception {
    Path config = Files.createDirectories(directory.resolve("config"));
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(data.resolve("configuration.yaml"), "default_config:\n");
    module.pack(config.resolve("custom_integrations/webdav-1.0.0.jar"));
    URL[] tests = {
      directory.resolve("webdav/target/classes").toUri().toURL(),
      directory.resolve("webdav/target/test-classes").toUri().toURL()
    };

    try (URLClassLoader loader = new URLClassLoader(tests, getClass().getClassLoader());
        AutoCloseable server =
            (AutoCloseable)
                loader.loadClass("custom.webdav.WebdavServer").getConstructor().newInstance();
        TestHub hub = TestHub.start(config, data, Map.of())) {
      String url = (String) server.getClass().getMethod("url").invoke(server);
      HubSession ada = HubSession.first(hub.port());
      JsonObject entry =
          ada.add(
                  "webdav",
                  new JsonObject().put("url", url).put("username", "ada").put("password", "right"))
              .getJsonObject("result");

      try (BackupLocation location =
          new BackupLocation(ada, "webdav." + entry.getString("entry_id"))) {
        String backupId = location.backUp();
        location.download(backupId, directory.resolve("downloaded.tar"));
        location.delete(backupId);
      }
    }
  }
}
