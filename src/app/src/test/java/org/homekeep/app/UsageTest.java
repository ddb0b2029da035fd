package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.homekeep.app.archive.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {

  @Test
  void without_a_command_the_commands_are_named() {
    Typed typed = Typed.homekeep();

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("Say what to do", "run", "Try 'homekeep --help'.");
    assertThat(typed.err()).doesNotContain("warm-up");
  }

  @Test
  void an_unknown_command_is_named_with_those_that_there_are() {
    Typed typed = Typed.homekeep("rnu");

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("There is no command 'rnu'.", "run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"65536", "-1", "http", "", "8123x"})
  void a_port_that_is_none_is_refused(String port) {
    Typed typed = Typed.homekeep("run", "--port=" + port);

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("a port is a whole number from 0 to 65535, not '" + port);
  }

  @Test
  void an_unknown_option_is_named() {
    Typed typed = Typed.homekeep("run", "--prot", "1");

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("'--prot'", "Try 'homekeep run --help'.");
  }

  @Test
  void a_setting_without_a_value_is_refused() {
    Typed typed = Typed.homekeep("run", "--set", "backup.securetar_version");

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("--set", "KEY=VALUE");
  }

  @Test
  void an_unknown_setting_is_named(@TempDir Path directory) {
    Typed typed =
        Typed.homekeep("run", "--port=0", "--config", directory.toString(), "--set", "no.such=1");

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("There is no setting 'no.such'. Known settings:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--config=", "--data=", "--host=", "--data=/"})
  void what_an_unset_variable_leaves_empty_is_refused(String option) {
    Typed typed = Typed.homekeep("run", "--port=0", option);

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains(option.substring(0, option.indexOf('=')));
  }

  @Test
  void a_directory_that_cannot_be_made_is_named_with_what_to_do(@TempDir Path directory)
      throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    Typed typed = Typed.homekeep("run", "--port=0", "--config=" + file.resolve("below"));

    assertThat(typed.exitCode()).isEqualTo(1);
    assertThat(typed.err()).contains(file.toString()).contains("--config");
  }

  @Test
  void a_data_directory_that_is_not_there_is_refused(@TempDir Path directory) {
    Typed typed = Typed.homekeep("run", "--data", directory.resolve("gone").toString());

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("--data", directory.resolve("gone").toString());
  }

  @Test
  void a_file_in_the_place_of_the_configuration_is_refused(@TempDir Path directory)
      throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    Typed typed = Typed.homekeep("run", "--config", file.toString());

    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("--config", "is not a directory");
  }

  @ParameterizedTest
  @CsvSource({
    "run, --config --data --host --port --set --verbose",
    "version, Print the version",
    "generate-completion, completion",
  })
  void every_command_has_help(String command, String words) {
    Typed typed = Typed.homekeep("help", command);

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).contains(words.split(" "));
  }

  @Test
  void the_version_names_homekeep_and_java() {
    Typed typed = Typed.homekeep("version");

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).contains("Homekeep", "Java " + System.getProperty("java.version"));
  }

  @Test
  void completion_knows_the_options_of_run() {
    Typed typed = Typed.homekeep("generate-completion");

    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).contains("--config", "--port");
  }

  @Test
  void a_command_that_comes_first_is_put_together_alone() {
    StopRequest stop = new StopRequest();
    Terminal nobody = Terminal.none(Map.of(), stop::isMade);
    Set<String> all = CommandLines.of(stop, Map.of(), nobody).getSubcommands().keySet();
    assertThat(all).contains("run", "archive", "help");

    assertThat(CommandLines.of(stop, Map.of(), nobody, "run", "--port", "0").getSubcommands())
        .containsOnlyKeys("run");
    assertThat(CommandLines.of(stop, Map.of(), nobody, "--verbose", "run").getSubcommands())
        .containsOnlyKeys(all);
  }
}
