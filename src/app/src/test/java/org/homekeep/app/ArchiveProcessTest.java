package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.homekeep.checks.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive commands as real processes: what only a process can show. */
class ArchiveProcessTest {
  private final Path directory;

  ArchiveProcessTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void a_sound_archive_ends_with_0() throws Exception {
    Process process = start("verify", Archives.vector(Archives.V3).toString());

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("The archive is whole.");
  }

  @Test
  void an_output_that_nobody_reads_any_more_ends_it_quietly() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    for (int i = 0; i < 3_000; i++) {
      Files.createFile(data.resolve("a file with a rather long name, number " + i));
    }
    Path archive = directory.resolve("many.tar");
    Archives.archive("create", data, "-o", archive);

    Process process = start("list", archive.toString());
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).contains("homeassistant/data");
    }

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(141);
    assertThat(errors()).isEmpty();
  }

  @Test
  void a_file_that_nobody_reads_to_its_end_ends_it_quietly() throws Exception {
    String vector = Archives.vector(Archives.V2).toString();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    String path = "homeassistant/data/www/zeros.bin";
    Archives.archiveTo(whole, "cat", vector, path);

    Process process = start("cat", vector, path);
    byte[] begin;
    try (InputStream out = process.getInputStream()) {
      begin = out.readNBytes(100_000);
    }

    assertThat(begin).hasSize(100_000).isEqualTo(Arrays.copyOf(whole.toByteArray(), begin.length));
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(141);
    assertThat(errors()).isEmpty();
  }

  @Test
  void sigterm_ends_it_while_it_waits_for_its_input() throws Exception {
    byte[] archive = Files.readAllBytes(Archives.vector(Archives.V2));
    Path target = directory.resolve("out");
    Process process = start("extract", "-", "--to", target.toString());
    OutputStream input = process.getOutputStream();
    input.write(archive, 0, archive.length / 2);
    input.flush();
    Patience.await(() -> Files.exists(target) || !process.isAlive());

    // Not destroy() of the process itself, which would also close its input.
    process.toHandle().destroy();

    assertThat(process.waitFor(15, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(errors()).contains("Stopped.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "verify", "list"})
  void sigterm_ends_it_while_it_waits_for_a_pipe_to_be_opened(String command) throws Exception {
    stopsAtPipe(command, pipe().toString());
  }

  @Test
  void sigterm_ends_it_while_it_waits_for_a_key() throws Exception {
    stopsAtPipe("info", Archives.vector(Archives.V2).toString(), "--kit", pipe().toString());
  }

  private Path pipe() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  /** A process that has a thread waiting for the pipe is there; nothing else would show it. */
  private void stopsAtPipe(String... arguments) throws Exception {
    Process process = start(arguments);
    Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
    Patience.await(() -> !process.isAlive() || hasThread(threads, "homekeep-open"));

    process.toHandle().destroy();

    assertThat(process.waitFor(15, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(errors()).contains("Stopped.").doesNotContain("did not stop in time");
  }

  private static boolean hasThread(Path threads, String name) throws Exception {
    try (Stream<Path> all = Files.list(threads)) {
      for (Path thread : all.toList()) {
        if (Files.readString(thread.resolve("comm")).strip().equals(name)) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException | UncheckedIOException ended) {
      return false;
    }
  }

  private Process start(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "archive"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errorFile());
    builder.environment().put("HOMEKEEP_BACKUP_KEY", Archives.KEY);
    return builder.start();
  }

  private File errorFile() {
    return directory.resolve("err").toFile();
  }

  private String errors() throws Exception {
    return Files.readString(errorFile().toPath());
  }
}
