package org.homekeep.app.integration;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a module with a new integration that works. */
@Command(
    name = "scaffold",
    description = {
      "Make a module with a new integration: a flow, a backup location, texts, and tests that pass.",
      "It keeps backups in a directory, until you change it."
    },
    footer = {"", "Example: homekeep integration scaffold my_nas && cd my_nas && mvn verify"})
final class ScaffoldCommand implements Callable<Integer> {
  private static final Pattern DOMAIN = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
  private static final int LONGEST = 64;
  private static final String DEVELOPMENT = "0.1.0-SNAPSHOT";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DOMAIN",
      description = "Its name for machines: lower case letters, digits and single underscores.")
  private String domain = "";

  @Option(
      names = "--directory",
      paramLabel = "D",
      description = "Where to write it (default: a new directory that is named like the domain).")
  private Optional<Path> directory = Optional.empty();

  @Override
  public Integer call() {
    if (!DOMAIN.matcher(domain).matches() || domain.length() > LONGEST) {
      throw new ParameterException(
          spec.commandLine(),
          "A domain is lower case letters, digits and single underscores, and begins with a letter; '%s' is none."
              .formatted(domain));
    }
    Path target = directory.orElse(Path.of(domain));
    PrintWriter out = spec.commandLine().getOut();
    try {
      if (Files.exists(target)) {
        return fail(
            "%s exists already and is not touched. Give another --directory.".formatted(target));
      }
      new Scaffold(domain, version(), sdk()).write(target);
    } catch (IOException failed) {
      return fail("A file could not be written: %s.".formatted(failed.getMessage()));
    }
    out.printf("%s is there. Build it with 'mvn verify', and see its README.md.%n", target);
    out.flush();
    return Exit.OK;
  }

  private static String version() {
    return Optional.ofNullable(ScaffoldCommand.class.getPackage().getImplementationVersion())
        .orElse(DEVELOPMENT);
  }

  /** Beside the jar of the command line, where the build puts it. */
  private static Path sdk() throws IOException {
    try {
      Path home =
          Path.of(
              ScaffoldCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return home.resolveSibling("sdk").toAbsolutePath();
    } catch (URISyntaxException malformed) {
      throw new IOException(malformed);
    }
  }

  private int fail(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(sentence);
    err.flush();
    return Exit.FILES;
  }
}
