package org.homekeep.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The launcher in a tree of its own, with a Java and a Maven that only write down how they were
 * called.
 */
final class Launcher {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "cat",
          "dirname",
          "find",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "tail",
          "touch");

  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then
        echo 'openjdk version "%s" 2025-04-15' >&2
        exit 0
      fi
      case " $* " in
        *" warm-up "*) exit 1 ;;
      esac
      echo "LC_ALL=${LC_ALL:-}"
      printf '<%%s>' "$@"
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      echo build >>"%s"
      for argument in "$@"; do
        case $argument in
          -Ddist=*) dist=${argument#-Ddist=} ;;
        esac
      done
      echo "what Maven says"
      %s
      mkdir -p "$dist/lib" && touch "$dist/homekeep.jar"
      """;

  private final Path home;
  private final Path bin;
  private final Path builds;

  private Launcher(Path home, Path bin, Path builds) {
    this.home = home;
    this.bin = bin;
    this.builds = builds;
  }

  /** What a call printed and how it ended. */
  record Answer(int exitCode, String out, String err) {}

  /** A tree as after a fresh checkout, on a machine with Java 17, Maven and flock. */
  static Launcher in(Path directory) throws IOException {
    Path home = Files.createDirectories(directory.resolve("home with space"));
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Launcher launcher = new Launcher(home, bin, directory.resolve("builds"));
    Files.copy(Path.of("../../homekeep").toRealPath(), launcher.script());
    for (String name :
        List.of(
            "pom.xml",
            "README.md",
            ".mvn/jvm.config",
            "src/app/src/main/Main.java",
            "src/app/src/test/MainTest.java",
            "integrations/pom.xml",
            "test-fixtures/pom.xml",
            "translations/homekeep/en.json")) {
      Path file = home.resolve(name);
      Files.createDirectories(file.resolveSibling(""));
      Files.createFile(file);
    }
    for (String tool : TOOLS) {
      launcher.borrow(tool);
    }
    launcher.borrow("flock");
    launcher.java("17.0.15");
    launcher.tool("javac", "#!/bin/sh\n");
    launcher.maven("");
    return launcher;
  }

  /** Where the tree is. */
  Path home() {
    return home;
  }

  /** The launcher itself. */
  Path script() {
    return home.resolve("homekeep");
  }

  /** Puts a Java of that version onto the machine. */
  void java(String version) throws IOException {
    tool("java", JAVA.formatted(version));
  }

  /** Puts a Maven onto the machine that does something before it makes the jar. */
  void maven(String first) throws IOException {
    tool("mvn", MAVEN.formatted(builds, first));
  }

  /** Takes a tool away from the machine. */
  void without(String tool) throws IOException {
    Files.delete(bin.resolve(tool));
  }

  /** How often Maven was called. */
  long builds() throws IOException {
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  /** Calls the launcher and waits for its end. */
  Answer call(String... arguments) throws Exception {
    return answer(start(script(), home, List.of(), arguments));
  }

  /** Calls it by another path, from another directory, with variables such as {@code A=b}. */
  Answer call(Path path, Path from, List<String> environment, String... arguments)
      throws Exception {
    return answer(start(path, from, environment, arguments));
  }

  /** Calls it several times at once. */
  List<Answer> callAtOnce(int times) throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      processes.add(start(script(), home, List.of(), "version"));
    }
    List<Answer> answers = new ArrayList<>();
    for (Process process : processes) {
      answers.add(answer(process));
    }
    return answers;
  }

  private Process start(Path path, Path from, List<String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(path.toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(from.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    for (String variable : environment) {
      int equals = variable.indexOf('=');
      builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return builder.start();
  }

  private static Answer answer(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("The launcher did not end.\n" + out + err);
    }
    return new Answer(process.exitValue(), out, err);
  }

  /** Puts a tool onto the machine. */
  void tool(String name, String script) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void borrow(String tool) throws IOException {
    for (String directory : List.of("/usr/bin", "/bin")) {
      Path original = Path.of(directory, tool);
      if (Files.isExecutable(original)) {
        tool(tool, "#!/bin/sh\nexec " + original + " \"$@\"\n");
        return;
      }
    }
    throw new IOException("This machine has no " + tool + ".");
  }
}
