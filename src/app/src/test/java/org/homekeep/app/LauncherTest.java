package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherTest {
  private final Path directory;
  private final Launcher launcher;

  LauncherTest(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.launcher = Launcher.in(directory);
  }

  @Test
  void the_first_call_builds_and_says_so_in_one_line() throws Exception {
    Launcher.Answer answer = launcher.call("version");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.err().lines()).singleElement().asString().startsWith("Building Homekeep");
    assertThat(answer.out()).doesNotContain("what Maven says").endsWith("homekeep.jar><version>");
    assertThat(launcher.home().resolve("target/homekeep-build.log"))
        .content()
        .contains("what Maven says");
  }

  @Test
  void the_second_call_is_silent() throws Exception {
    launcher.call("version");

    Launcher.Answer answer = launcher.call("version");

    assertThat(answer.err()).isEmpty();
    assertThat(launcher.builds()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "src/app/src/main/Main.java, 2",
    "pom.xml, 2",
    "translations/homekeep/en.json, 2",
    "src/app/src/test/MainTest.java, 1",
  })
  void it_builds_again_when_a_source_is_newer(String source, long builds) throws Exception {
    launcher.call("version");
    Files.setLastModifiedTime(
        launcher.home().resolve(source), FileTime.from(Instant.now().plusSeconds(3600)));

    launcher.call("version");

    assertThat(launcher.builds()).isEqualTo(builds);
  }

  @Test
  void callers_at_once_build_once() throws Exception {
    List<Launcher.Answer> answers = launcher.callAtOnce(4);

    assertThat(answers).allSatisfy(answer -> assertThat(answer.exitCode()).isZero());
    assertThat(launcher.builds()).isEqualTo(1);
  }

  @Test
  void callers_at_once_build_once_on_a_machine_without_flock() throws Exception {
    launcher.without("flock");

    List<Launcher.Answer> answers = launcher.callAtOnce(4);

    assertThat(answers).allSatisfy(answer -> assertThat(answer.exitCode()).isZero());
    assertThat(launcher.builds()).isEqualTo(1);
    assertThat(launcher.home().resolve("target/homekeep.lock.d")).doesNotExist();
  }

  @Test
  void the_lock_of_a_caller_that_died_is_taken_away() throws Exception {
    launcher.without("flock");
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path lock = Files.createDirectories(launcher.home().resolve("target/homekeep.lock.d"));
    Files.writeString(lock.resolve("pid"), dead.pid() + "\n");

    Launcher.Answer answer = launcher.call("version");

    assertThat(answer.exitCode()).isZero();
    assertThat(lock).doesNotExist();
  }

  @Test
  void a_failed_build_shows_its_end_and_keeps_the_old_build() throws Exception {
    launcher.call("version");
    launcher.maven("echo 'cannot find symbol'; exit 1");
    Files.setLastModifiedTime(
        launcher.home().resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(3600)));

    Launcher.Answer answer = launcher.call("version");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err())
        .contains("The build failed", "homekeep-build.log", "cannot find symbol");
    assertThat(launcher.home().resolve("target/homekeep/homekeep.jar")).exists();
    assertThat(launcher.home().resolve("target/homekeep.new")).doesNotExist();
  }

  @Test
  void it_works_through_a_link_and_from_another_directory() throws Exception {
    Path link =
        Files.createSymbolicLink(directory.resolve("hk"), directory.relativize(launcher.script()));

    Launcher.Answer answer = launcher.call(link, directory, List.of(), "run", "--port", "1 2");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .contains("<-jar><" + launcher.home().toRealPath() + "/target/homekeep/homekeep.jar>")
        .endsWith("<run><--port><1 2>");
  }

  @Test
  void options_of_the_user_come_after_ours() throws Exception {
    Launcher.Answer answer =
        launcher.call(
            launcher.script(),
            directory,
            List.of("HOMEKEEP_JAVA_OPTS=-Xmx256m -XX:+UseG1GC"),
            "version");

    assertThat(answer.out())
        .containsSubsequence("<-Xmx96m>", "<-Xmx256m>", "<-XX:+UseG1GC>", "<-jar>")
        .doesNotContain("UseSerialGC");
  }

  @ParameterizedTest
  @CsvSource({"LANG=C, C.UTF-8", "LANG=de_DE.UTF-8, ''", "LC_ALL=POSIX, C.UTF-8"})
  void names_of_files_are_read_as_utf8(String variable, String expected) throws Exception {
    Launcher.Answer answer =
        launcher.call(launcher.script(), directory, List.of(variable), "version");

    assertThat(answer.out().lines().findFirst()).hasValue("LC_ALL=" + expected);
  }

  @Test
  void a_locale_that_is_not_installed_does_not_count_for_its_name() throws Exception {
    launcher.tool("locale", "#!/bin/sh\necho ANSI_X3.4-1968\n");

    Launcher.Answer answer =
        launcher.call(launcher.script(), directory, List.of("LANG=de_DE.UTF-8"), "version");

    assertThat(answer.out().lines().findFirst()).hasValue("LC_ALL=C.UTF-8");
  }

  @Test
  void the_directory_for_temporary_files_is_told_to_java() throws Exception {
    String elsewhere = Files.createDirectory(directory.resolve("t m p")).toString();

    Launcher.Answer answer =
        launcher.call(launcher.script(), directory, List.of("TMPDIR=" + elsewhere), "version");
    Launcher.Answer missing =
        launcher.call(launcher.script(), directory, List.of("TMPDIR=/none"), "version");

    assertThat(answer.out()).contains("<-Djava.io.tmpdir=" + elsewhere + ">");
    assertThat(missing.out()).doesNotContain("java.io.tmpdir");
  }

  @ParameterizedTest
  @CsvSource({
    "java, 'there is no java on this machine'",
    "mvn, 'there is no mvn on this machine'",
    "javac, 'Java development kit'",
  })
  void what_is_missing_is_named_with_how_to_install_it(String tool, String words) throws Exception {
    launcher.without(tool);

    Launcher.Answer answer = launcher.call("version");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains(words, "apt-get install openjdk-17-jdk-headless maven");
  }

  @ParameterizedTest
  @CsvSource({"11.0.20, 11", "1.8.0_392, 8"})
  void a_java_that_is_too_old_is_named(String version, String feature) throws Exception {
    launcher.java(version);

    Launcher.Answer answer = launcher.call("version");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("needs Java 17 or newer", "is version " + feature);
    assertThat(launcher.builds()).isZero();
  }
}
