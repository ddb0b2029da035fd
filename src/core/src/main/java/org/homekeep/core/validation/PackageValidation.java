package org.homekeep.core.validation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import org.homekeep.api.ApiVersion;
import org.homekeep.core.integration.custom.IntegrationPackage;
import org.homekeep.core.integration.custom.LoadException;
import org.homekeep.core.integration.custom.PackageFiles;
import org.homekeep.core.integration.custom.SharedPackages;
import org.homekeep.core.integration.manifest.Origin;
import org.homekeep.core.integration.manifest.Problem;

/** Looks at a jar, or at a directory of jars, as it would lie in {@code custom_integrations}. */
public final class PackageValidation {
  private static final String MANIFEST = "manifest.json";
  private static final String CLASS = ".class";

  private final Set<String> builtIn;

  /**
   * @param builtIn the domains that are part of Homekeep
   */
  public PackageValidation(Set<String> builtIn) {
    this.builtIn = Set.copyOf(builtIn);
  }

  /** Everything that is to be mended. Blocking. */
  public List<Problem> check(PackageFiles files) throws IOException {
    List<Problem> problems = new ArrayList<>(shared(files));
    Validation validation = new Validation(builtIn);
    try (IntegrationPackage made =
        IntegrationPackage.open(files, PackageValidation.class.getClassLoader())) {
      problems.addAll(validation.check(made.integration(), Origin.CUSTOM));
      if (made.builtFor().isEmpty()) {
        problems.add(
            Problem.fault(
                "META-INF/MANIFEST.MF",
                "the attribute %s is missing. Write the version of the API that it was built with, such as %s."
                    .formatted(ApiVersion.ATTRIBUTE, ApiVersion.CURRENT)));
      }
    } catch (LoadException refused) {
      List<Problem> ofFiles = ofFiles(validation, files);
      problems.addAll(ofFiles);
      if (ofFiles.stream().noneMatch(found -> found.weight() == Problem.Weight.REFUSED)) {
        problems.add(Problem.refused("code", refused.failure().detail()));
      }
    }
    return List.copyOf(problems);
  }

  private static List<Problem> ofFiles(Validation validation, PackageFiles files) {
    for (Path jar : files.jars()) {
      try {
        Optional<String> directory = directoryOfManifest(jar);
        if (directory.isPresent()) {
          return validation.checkFiles(IntegrationFiles.in(jar, directory.get()), Origin.CUSTOM);
        }
      } catch (IOException noJar) {
        return List.of();
      }
    }
    return List.of();
  }

  private static Optional<String> directoryOfManifest(Path jar) throws IOException {
    try (JarFile open = new JarFile(jar.toFile())) {
      return open.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith("/" + MANIFEST))
          .map(name -> name.substring(0, name.length() - MANIFEST.length() - 1))
          .findFirst();
    }
  }

  /** Classes that the hub has anyway, and that would be passed over. */
  private static List<Problem> shared(PackageFiles files) {
    List<Problem> problems = new ArrayList<>();
    for (Path jar : files.jars()) {
      try (JarFile open = new JarFile(jar.toFile())) {
        open.stream()
            .map(entry -> entry.getName())
            .filter(name -> name.endsWith(CLASS))
            .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
            .filter(SharedPackages::contain)
            .findFirst()
            .ifPresent(
                name ->
                    problems.add(
                        Problem.fault(
                            String.valueOf(jar.getFileName()),
                            "it holds %s, which the hub has and uses instead. Leave its library out (scope provided)."
                                .formatted(name))));
      } catch (IOException noJar) {
        // Opening it as an integration says so.
        return problems;
      }
    }
    return problems;
  }
}
