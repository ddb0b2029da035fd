package org.homekeep.app.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * How a Java is called that starts a hub in half the time: it compiles little, and takes its
 * classes from an archive. Such an archive knows jars alone, so directories of classes are packed.
 */
final class QuickJava {
  private final List<String> basis;
  private final Path archive;

  private QuickJava(List<String> basis, Path archive) {
    this.basis = basis;
    this.archive = archive;
  }

  /** Packs what is on the class path, but for tests. */
  static QuickJava in(Path directory) throws IOException {
    Files.createDirectories(directory);
    List<String> jars = new ArrayList<>();
    Path tests = ownPlace();
    for (String entry : List.of(System.getProperty("java.class.path").split(":", -1))) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path) && !path.equals(tests)) {
        jars.add(pack(path, directory.resolve("classes-%d.jar".formatted(jars.size()))).toString());
      } else if (Files.isRegularFile(path)) {
        jars.add(entry);
      }
    }
    return new QuickJava(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx96m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            // It looks into files of the system again and again.
            "-XX:-UseContainerSupport",
            "-cp",
            String.join(":", jars)),
        directory.resolve("classes.jsa"));
  }

  /** One that writes the archive when it ends by itself. */
  List<String> recording() {
    return with("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
  }

  /** One that uses the archive if it is there. */
  List<String> command() {
    return with("-Xshare:auto", "-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off");
  }

  private List<String> with(String... options) {
    List<String> command = new ArrayList<>(basis);
    command.addAll(1, List.of(options));
    return command;
  }

  private static Path ownPlace() {
    try {
      URI place = QuickJava.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(place);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Path pack(Path directory, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out);
        Stream<Path> walk = Files.walk(directory)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        packed.putNextEntry(new JarEntry(directory.relativize(file).toString()));
        Files.copy(file, packed);
        packed.closeEntry();
      }
    }
    return jar;
  }
}
