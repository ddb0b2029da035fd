package org.homekeep.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.stream.Stream;
import org.homekeep.api.ApiVersion;
import org.homekeep.contract.IntegrationContract;
import org.homekeep.testkit.CompiledSources;
import org.homekeep.testkit.IntegrationJar;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The module of an integration outside of this tree, built as its author's Maven would, but without
 * Maven: compiled against the API alone, its tests run, and packed.
 */
final class OutsideModule {
  private final Path directory;
  private final Path classes;
  private final Path testClasses;

  OutsideModule(Path directory) {
    this.directory = directory;
    this.classes = directory.resolve("target/classes");
    this.testClasses = directory.resolve("target/test-classes");
  }

  /** Compiles code and tests. */
  OutsideModule compile() throws IOException {
    Files.createDirectories(classes);
    Files.createDirectories(testClasses);
    CompiledSources.compile(sources("src/main/java"), CompiledSources.apiClassPath(), classes);
    copyResources();
    List<Path> classPath = new ArrayList<>(CompiledSources.apiClassPath());
    classPath.add(classes);
    classPath.add(CompiledSources.home(IntegrationContract.class));
    classPath.add(CompiledSources.home(Test.class));
    classPath.add(CompiledSources.home(org.assertj.core.api.Assertions.class));
    classPath.add(CompiledSources.home(org.apiguardian.api.API.class));
    CompiledSources.compile(sources("src/test/java"), classPath, testClasses);
    return this;
  }

  private List<Path> sources(String root) throws IOException {
    try (Stream<Path> walk = Files.walk(directory.resolve(root))) {
      return walk.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    }
  }

  private void copyResources() throws IOException {
    Path resources = directory.resolve("src/main/resources");
    for (Map.Entry<String, byte[]> file : IntegrationJar.classes(resources).entrySet()) {
      Path target = classes.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
  }

  /** Runs its own tests, all of which must pass; how many there were. */
  long test() throws IOException, ClassNotFoundException {
    URL[] urls = {classes.toUri().toURL(), testClasses.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
      LauncherDiscoveryRequestBuilder request =
          LauncherDiscoveryRequestBuilder.request()
              .configurationParameter("junit.jupiter.execution.parallel.enabled", "false");
      for (Path source : sources("src/test/java")) {
        String name =
            directory.resolve("src/test/java").relativize(source).toString().replace('/', '.');
        if (name.endsWith("Test.java")) {
          request.selectors(
              selectClass(loader.loadClass(name.substring(0, name.length() - ".java".length()))));
        }
      }
      TestExecutionSummary summary = run(request.build());
      assertThat(summary.getFailures())
          .as("failures of the module's own tests")
          .extracting(
              failure -> failure.getTestIdentifier().getDisplayName(),
              TestExecutionSummary.Failure::getException)
          .isEmpty();
      return summary.getTestsSucceededCount();
    }
  }

  private static TestExecutionSummary run(LauncherDiscoveryRequest request) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }

  /** Packs its classes. */
  Path pack(Path jar) throws IOException {
    Attributes attributes = new Attributes();
    attributes.put(new Attributes.Name(ApiVersion.ATTRIBUTE), ApiVersion.CURRENT.toString());
    Files.createDirectories(jar.getParent());
    IntegrationJar.pack(IntegrationJar.classes(classes), attributes, jar);
    return jar;
  }
}
