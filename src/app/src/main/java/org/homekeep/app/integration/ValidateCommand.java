package org.homekeep.app.integration;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.homekeep.core.integration.InstalledIntegration;
import org.homekeep.core.integration.IntegrationCatalog;
import org.homekeep.core.integration.custom.PackageFiles;
import org.homekeep.core.integration.manifest.Origin;
import org.homekeep.core.integration.manifest.Problem;
import org.homekeep.core.validation.PackageValidation;
import org.homekeep.core.validation.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at an integration and prints what is to be mended. */
@Command(
    name = "validate",
    description = {
      "Check an integration: its manifest, its texts, and what it says of its quality.",
      "Prints what is to be mended. What begins with 'consider' may be meant so."
    },
    footer = {
      "",
      "The code of the integration is run, as far as it takes to find out what it declares."
    })
final class ValidateCommand implements Callable<Integer> {
  private static final long PATIENCE_SECONDS = 60;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "PATH|JAR",
      description =
          "A jar, a directory with an integration's jars, a module that was built, or the domain of what is built in.")
  private String target = "";

  /** The code of the integration runs on a thread that is given up when it does not end. */
  @Override
  public Integer call() throws InterruptedException {
    FutureTask<Integer> validation = new FutureTask<>(this::validate);
    Thread thread = new Thread(validation, "validating");
    thread.setDaemon(true);
    thread.start();
    try {
      return validation.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException hanging) {
      return fail(
          Exit.PROBLEM,
          "the hub refuses this: code: it did not come to an end within %d seconds."
              .formatted(PATIENCE_SECONDS));
    } catch (ExecutionException failed) {
      Throwable cause = Objects.requireNonNullElse(failed.getCause(), failed);
      String why = String.valueOf(cause.getMessage()).replaceFirst("\\.$", "");
      return cause instanceof IOException
          ? fail(Exit.FILES, "A file could not be read: %s.".formatted(why))
          : fail(Exit.PROBLEM, "the hub refuses this: code: it failed: %s.".formatted(why));
    }
  }

  private int validate() throws IOException {
    List<InstalledIntegration> builtIn =
        IntegrationCatalog.discover(ValidateCommand.class.getClassLoader()).all();
    Set<String> domains =
        builtIn.stream().map(InstalledIntegration::domain).collect(Collectors.toSet());
    Optional<Path> path = path().filter(Files::exists);
    if (path.isEmpty()) {
      for (InstalledIntegration installed : builtIn) {
        if (installed.domain().equals(target)) {
          return report(new Validation(domains).check(installed.integration(), Origin.BUILT_IN));
        }
      }
      return fail(
          Exit.FILES,
          "There is no file %s. Check its name. Built in: %s."
              .formatted(target, domains.stream().sorted().collect(Collectors.joining(", "))));
    }
    Optional<PackageFiles> files = files(path.get());
    if (files.isPresent()) {
      return report(new PackageValidation(domains).check(files.get()));
    }
    return fail(
        Exit.NOT_AN_INTEGRATION,
        Files.exists(path.get().resolve("pom.xml"))
            ? "%s was not built yet. Build it with 'mvn package' first.".formatted(target)
            : "%s is neither a jar nor a directory with one.".formatted(target));
  }

  private Optional<Path> path() {
    try {
      return target.isEmpty() ? Optional.empty() : Optional.of(Path.of(target));
    } catch (InvalidPathException noPath) {
      return Optional.empty();
    }
  }

  /** A module has its jar in {@code target}, beside others that are not for the hub. */
  private static Optional<PackageFiles> files(Path path) throws IOException {
    Path built = path.resolve("target");
    if (!Files.exists(path.resolve("pom.xml")) || !Files.isDirectory(built)) {
      return PackageFiles.of(path);
    }
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(built, "*.jar")) {
      found.forEach(jars::add);
    }
    jars.removeIf(jar -> jar.toString().matches(".*-(sources|javadoc|tests)\\.jar"));
    return jars.isEmpty()
        ? Optional.empty()
        : Optional.of(new PackageFiles(String.valueOf(path.getFileName()), Optional.empty(), jars));
  }

  private int report(List<Problem> problems) {
    PrintWriter out = spec.commandLine().getOut();
    problems.forEach(
        problem ->
            out.printf(
                "%s: %s: %s%n", word(problem.weight()), problem.where(), problem.sentence()));
    long faults =
        problems.stream().filter(found -> found.weight() != Problem.Weight.ADVICE).count();
    if (faults == 0) {
      out.println("Nothing is to be mended.");
    } else {
      out.printf("%d %s to be mended.%n", faults, faults == 1 ? "thing is" : "things are");
    }
    out.flush();
    return faults == 0 ? Exit.OK : Exit.PROBLEM;
  }

  private static String word(Problem.Weight weight) {
    return switch (weight) {
      case REFUSED -> "the hub refuses this";
      case FAULT -> "mend";
      case ADVICE -> "consider";
    };
  }

  private int fail(int exitCode, String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(sentence);
    err.flush();
    return exitCode;
  }
}
