package org.homekeep.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.homekeep.api.ApiVersion;
import org.homekeep.core.integration.IntegrationSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies in custom_integrations and cannot be used, in a real hub, seen from outside. */
class BrokenIntegrationsTest extends CustomHubTest {
  private String text(String key) {
    return ask(
            "frontend/get_translations",
            new JsonObject().put("language", "en").put("category", "issues"))
        .getJsonObject("resources")
        .getString("component.homeassistant.issues." + key);
  }

  /** A jar whose code keeps what a start would find, had the process ended while it was made. */
  private void writeObserved(String domain, Path kept) {
    IntegrationJar.of(domain)
        .members(
            """
            static {
              try {
                java.nio.file.Path marks =
                    java.nio.file.Path.of("%s/.cache/custom_integrations.loading");
                java.nio.file.Path kept = java.nio.file.Path.of("%s");
                java.nio.file.Files.createDirectories(kept);
                for (java.nio.file.Path mark : java.nio.file.Files.list(marks).toList()) {
                  try {
                    java.nio.file.Files.copy(mark, kept.resolve(mark.getFileName()),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                  } catch (java.nio.file.NoSuchFileException another) {
                    // That of another one, which is made at the same time and is ready.
                  }
                }
              } catch (java.io.IOException failed) {
                throw new java.io.UncheckedIOException(failed);
              }
            }
            """
                .formatted(home, kept))
        .write(custom.resolve(domain + ".jar"));
  }

  private void endedWith(Path kept) throws IOException {
    Path marks = Files.createDirectories(home.resolve(".cache/custom_integrations.loading"));
    try (Stream<Path> all = Files.list(kept)) {
      for (Path mark : all.toList()) {
        Files.copy(mark, marks.resolve(mark.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void a_jar_that_ends_the_process_is_left_out_at_the_next_start_until_it_is_replaced(
      @TempDir Path elsewhere) throws IOException {
    IntegrationJar.of("innocent").write(custom.resolve("innocent.jar"));
    writeObserved("ending", elsewhere.resolve("kept"));
    start();
    endedWith(elsewhere.resolve("kept"));
    Files.deleteIfExists(home.resolve(".cache/custom_integrations.loading/innocent.jar"));

    hub.orElseThrow().restart();

    assertThat(handlers()).contains("innocent").doesNotContain("ending");
    assertThat(issues())
        .extracting(issue -> issue.getString("translation_key"))
        .containsExactly("integration_ended_the_process");
    assertThat(text("integration_ended_the_process.title")).contains("{name}");

    hub.orElseThrow().restart();
    assertThat(handlers()).doesNotContain("ending");

    IntegrationJar.of("ending").write(custom.resolve("ending.jar"));
    hub.orElseThrow().restart();
    assertThat(handlers()).contains("ending", "innocent");
    assertThat(issues()).isEmpty();
  }

  @Test
  void of_several_that_were_being_made_when_the_process_ended_each_is_made_alone(
      @TempDir Path elsewhere) throws IOException {
    writeObserved("first", elsewhere.resolve("first"));
    writeObserved("second", elsewhere.resolve("second"));
    start();
    endedWith(elsewhere.resolve("first"));
    endedWith(elsewhere.resolve("second"));
    try (Stream<Path> both = Files.list(elsewhere.resolve("second"))) {
      both.forEach(mark -> assertThat(mark.toFile().delete()).isTrue());
    }

    hub.orElseThrow().restart();

    assertThat(handlers()).contains("first", "second");
    assertThat(elsewhere.resolve("second")).isDirectoryContaining("glob:**/second.jar");
    assertThat(elsewhere.resolve("second")).isDirectoryNotContaining("glob:**/first.jar");
  }

  @Test
  void an_integration_that_cannot_be_set_up_is_an_issue_that_says_why() {
    IntegrationJar.of("needy")
        .manifest(json -> json.put("dependencies", new JsonArray().add("absent")))
        .write(custom.resolve("needy.jar"));
    start();

    assertThat(issues())
        .extracting(issue -> issue.getString("translation_key"))
        .containsExactly("integration_not_set_up");
    assertThat(issues().get(0).getJsonObject("translation_placeholders").getString("detail"))
        .contains("absent");
    assertThat(text("integration_not_set_up.description")).contains("{detail}");
  }

  /** A way to break an integration. */
  private interface Breakage {
    void lay(Path custom) throws IOException;
  }

  private static Arguments way(String kind, String detail, Breakage breakage) {
    return Arguments.of(kind, detail, breakage);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        way(
            "manifest",
            "There is no manifest.json beside the class",
            custom -> IntegrationJar.of("sample").withoutManifest().write(custom.resolve("a.jar"))),
        way(
            "manifest",
            "'version' is missing",
            custom ->
                IntegrationJar.of("sample")
                    .manifest(
                        json -> {
                          json.remove("version");
                          return json;
                        })
                    .write(custom.resolve("a.jar"))),
        way(
            "manifest",
            "'colour' is not a key",
            custom ->
                IntegrationJar.of("sample")
                    .manifest(json -> json.put("colour", "red"))
                    .write(custom.resolve("a.jar"))),
        way(
            "manifest",
            "it is not a JSON object",
            custom ->
                IntegrationJar.of("sample")
                    .file("sample/manifest.json", "{not json")
                    .write(custom.resolve("a.jar"))),
        way(
            "manifest",
            "the code says 'sample'",
            custom ->
                IntegrationJar.of("sample")
                    .manifest(json -> json.put("domain", "other"))
                    .write(custom.resolve("a.jar"))),
        way(
            "manifest",
            "the directory is named 'other'",
            custom -> IntegrationJar.of("sample").write(custom.resolve("other/a.jar"))),
        way(
            "no_integration",
            "It offers 0 integrations",
            custom -> IntegrationJar.of("sample").offering().write(custom.resolve("a.jar"))),
        way(
            "no_integration",
            "It offers 2 integrations",
            custom ->
                IntegrationJar.of("sample")
                    .offering("sample.SampleIntegration", "sample.Later")
                    .write(custom.resolve("a.jar"))),
        way(
            "missing_class",
            "It needs the class helper.Helper",
            custom ->
                IntegrationJar.of("sample")
                    .members(
                        "static final Object HELPER = help(); static Object help() { throw new"
                            + " NoClassDefFoundError(\"helper/Helper\"); }")
                    .write(custom.resolve("a.jar"))),
        way(
            "java_version",
            "It was built for Java 55",
            custom -> newerJava(IntegrationJar.of("sample").write(custom.resolve("a.jar")))),
        way(
            "threw",
            "told to throw",
            custom ->
                IntegrationJar.of("sample")
                    .constructor("throw new IllegalStateException(\"told to throw\");")
                    .write(custom.resolve("a.jar"))),
        way(
            "threw",
            "told to throw",
            custom ->
                IntegrationJar.of("sample")
                    .members(
                        "static final Object O = fail(); static Object fail() { throw new"
                            + " IllegalStateException(\"told to throw\"); }")
                    .write(custom.resolve("a.jar"))),
        way(
            "threw",
            "StackOverflowError",
            custom ->
                IntegrationJar.of("sample")
                    .members("static int deep(int n) { return deep(n + 1) + 1; }")
                    .constructor("deep(0);")
                    .write(custom.resolve("a.jar"))),
        way(
            "hanging",
            "did not come to an end within 4 seconds",
            custom ->
                IntegrationJar.of("sample")
                    .constructor(
                        "try { new java.util.concurrent.CountDownLatch(1).await(); } catch"
                            + " (InterruptedException e) {}")
                    .write(custom.resolve("a.jar"))),
        way(
            "too_large",
            "manifest.json is larger than 64 KiB",
            custom ->
                IntegrationJar.of("sample")
                    .file("sample/manifest.json", new byte[64 << 20])
                    .write(custom.resolve("a.jar"))),
        way(
            "too_large",
            "is larger than 64 KiB",
            custom ->
                IntegrationJar.of("sample")
                    .file("META-INF/services/org.homekeep.api.Integration", new byte[64 << 20])
                    .write(custom.resolve("a.jar"))),
        way(
            "unreadable",
            "is larger than 8 MiB",
            custom ->
                IntegrationJar.of("sample")
                    .file("sample/SampleIntegration.class", new byte[9 << 20])
                    .write(custom.resolve("a.jar"))),
        way(
            "too_large",
            "MiB are allowed",
            custom -> {
              try (java.io.RandomAccessFile file =
                  new java.io.RandomAccessFile(custom.resolve("a.jar").toFile(), "rw")) {
                file.setLength(200L << 20);
              }
            }),
        way(
            "unreadable",
            "It is no jar",
            custom -> Files.writeString(custom.resolve("a.jar"), "this is no jar")),
        way("unreadable", "It is no jar", custom -> Files.createFile(custom.resolve("a.jar"))),
        way(
            "unreadable",
            "It is no jar",
            custom -> {
              Path jar = IntegrationJar.of("sample").write(custom.resolve("a.jar"));
              byte[] bytes = Files.readAllBytes(jar);
              Files.write(jar, java.util.Arrays.copyOf(bytes, bytes.length / 2));
            }),
        way(
            "api_version",
            "built for version 2.0 of the API",
            custom ->
                IntegrationJar.of("sample")
                    .attribute(ApiVersion.ATTRIBUTE, "2.0")
                    .write(custom.resolve("a.jar"))),
        way(
            "api_version",
            "which is no version",
            custom ->
                IntegrationJar.of("sample")
                    .attribute(ApiVersion.ATTRIBUTE, "new")
                    .write(custom.resolve("a.jar"))),
        way(
            "domain_taken",
            "has the domain 'sample', too",
            custom -> {
              IntegrationJar.of("sample").write(custom.resolve("0.jar"));
              IntegrationJar.of("sample").write(custom.resolve("a.jar"));
            }));
  }

  private static void newerJava(Path jar) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Path file = zip.getPath("sample/SampleIntegration.class");
      byte[] code = Files.readAllBytes(file);
      code[7] = 99;
      Files.write(file, code);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("broken")
  void a_broken_one_never_stops_the_hub_and_raises_an_issue_that_says_why(
      String kind, String detail, Breakage breakage) throws IOException {
    breakage.lay(custom);
    IntegrationJar.of("healthy").write(custom.resolve("z.jar"));

    Duration patience = Duration.ofSeconds(kind.equals("hanging") ? 4 : 60);
    start(IntegrationSources.standard().patient(patience));

    assertThat(handlers()).contains("healthy");
    JsonObject issue = issues().get(0);
    assertThat(issue.getString("translation_key")).isEqualTo("integration_" + kind);
    assertThat(issue.getString("severity")).isEqualTo("error");
    JsonObject placeholders = issue.getJsonObject("translation_placeholders");
    assertThat(placeholders.getString("name")).isIn("a.jar", "other");
    assertThat(placeholders.getString("detail")).contains(detail);
    assertThat(text("integration_" + kind + ".title")).contains("{name}");
    assertThat(text("integration_" + kind + ".description")).contains("{detail}");
  }
}
