package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

  @Test
  void it_prints_all_that_is_to_be_typed_in() {
    try (RunningCommand demo = RunningCommand.start("demo", "--port=0")) {
      assertThat(demo.output("ready at (\\S+)")).startsWith("http://127.0.0.1:");
      assertThat(demo.output("User +(\\S+)")).isEqualTo("demo");
      assertThat(demo.output("Password +(\\S+)")).hasSize(12);
      assertThat(demo.output("Key ID +(\\S+)")).isNotBlank();
      assertThat(demo.output("Application key +(\\S+)")).isNotBlank();
      assertThat(demo.output("Bucket name +(\\S+)")).isEqualTo("homekeep-demo");
    }
  }

  @Test
  void nothing_is_left_of_it() {
    RunningCommand demo = RunningCommand.start("demo", "--port=0");
    Path data = Path.of(demo.output("sample data lies in (\\S+)"));
    assertThat(data.resolve("configuration.yaml")).exists();

    Typed typed = demo.stop();

    assertThat(typed.exitCode()).isZero();
    assertThat(data).doesNotExist();
    assertThat(data.resolveSibling("config")).doesNotExist();
    assertThat(data.resolveSibling("b2")).doesNotExist();
  }

  @Test
  void the_sample_is_the_same_each_time(@TempDir Path directory) throws Exception {
    SampleData.Summary first = SampleData.write(directory.resolve("first"));
    SampleData.Summary second = SampleData.write(directory.resolve("second"));

    assertThat(second).isEqualTo(first);
    assertThat(first.files()).isGreaterThan(200);
    try (Stream<Path> files = Files.walk(directory.resolve("first"))) {
      assertThat(files.filter(Files::isRegularFile))
          .allSatisfy(
              file ->
                  assertThat(
                          directory
                              .resolve("second")
                              .resolve(directory.resolve("first").relativize(file)))
                      .hasSameBinaryContentAs(file));
    }
  }

  @Test
  void the_sample_has_a_sound_database(@TempDir Path directory) throws Exception {
    SampleData.write(directory);

    try (Connection database =
            DriverManager.getConnection(
                "jdbc:sqlite:" + directory.resolve("home-assistant_v2.db"));
        Statement statement = database.createStatement();
        ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(check.getString(1)).isEqualTo("ok");
    }
  }
}
