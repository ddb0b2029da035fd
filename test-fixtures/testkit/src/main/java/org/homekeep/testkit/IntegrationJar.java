package org.homekeep.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.homekeep.api.ApiVersion;
import org.homekeep.api.Integration;

/**
 * A jar with a small integration of its own, compiled for a test, that can be made as broken as
 * people break theirs. Its flow asks for a text {@code folder}; its entries offer no agents unless
 * a test gives them some.
 */
public final class IntegrationJar {
  private static final String SERVICE = "META-INF/services/" + Integration.class.getName();

  private static final String SOURCE =
      """
      package sample;

      import io.vertx.core.Future;
      import io.vertx.core.json.JsonObject;
      import java.util.*;
      import org.homekeep.api.*;
      import org.homekeep.api.entry.*;
      import org.homekeep.api.flow.*;
      import org.homekeep.api.schema.*;

      public final class SampleIntegration implements Integration {
        static final FormSchema FORM = FormSchema.of(Field.Text.required("folder"));
        //MEMBERS

        public SampleIntegration() {
          //CONSTRUCTOR
        }

        public String domain() { return "DOMAIN"; }

        public FormSchema entrySchema() { return FORM; }

        public Optional<FlowFactory<ConfigFlow>> configFlow(IntegrationContext context) {
          return Optional.of(
              FlowFactory.of(new FlowKeys(Set.of("user"), Set.of(), Set.of()), SampleFlow::new));
        }

        public Future<LoadedEntry> setUp(ConfigEntry entry, IntegrationContext context) {
          return context.blocking(() -> new Later()).map(made -> (LoadedEntry) made);
        }

        public Future<JsonObject> diagnostics(
            ConfigEntry entry, Optional<LoadedEntry> loaded, IntegrationContext context) {
          return Future.succeededFuture(new JsonObject().put("title", entry.title()));
        }
      }

      final class Later implements LoadedEntry {
        public Future<Void> unload() { return Future.succeededFuture(); }
        //RUNNING
      }

      final class SampleFlow implements ConfigFlow {
        public Future<ConfigStep> start(FlowContext context) {
          return Future.succeededFuture(StepResult.ShowForm.of("user", SampleIntegration.FORM));
        }

        public Future<ConfigStep> submit(FlowContext context, String step, Values input) {
          return Future.succeededFuture(
              new ConfigStep.CreateEntry(
                  input.text("folder"), Optional.of(input.text("folder")), input, Values.empty()));
        }
      }
      """;

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final Attributes attributes = new Attributes();
  private final List<Path> libraries = new ArrayList<>();
  private Optional<JsonObject> manifest;
  private String source;

  private IntegrationJar(String domain) {
    this.source = SOURCE.replace("DOMAIN", domain);
    this.manifest =
        Optional.of(
            new JsonObject()
                .put("domain", domain)
                .put("name", "Sample")
                .put("codeowners", new JsonArray().add("@someone"))
                .put("config_flow", true)
                .put("documentation", "https://example.org/sample")
                .put("integration_type", "service")
                .put("iot_class", "local_push")
                .put("version", "1.0.0"));
    attributes.put(new Attributes.Name(ApiVersion.ATTRIBUTE), ApiVersion.CURRENT.toString());
    file(SERVICE, "sample.SampleIntegration\n");
    file(
        "sample/translations/en.json",
        "{\"title\":\"Sample\",\"config\":{\"step\":{\"user\":{\"title\":\"Add sample\"}}}}");
  }

  /** One about which there is nothing to say. */
  public static IntegrationJar of(String domain) {
    return new IntegrationJar(domain);
  }

  /** With another manifest.json. */
  public IntegrationJar manifest(UnaryOperator<JsonObject> change) {
    manifest = manifest.map(change);
    return this;
  }

  /** Without a manifest.json. */
  public IntegrationJar withoutManifest() {
    manifest = Optional.empty();
    return this;
  }

  /** With a file, which takes the place of another of that name. */
  public IntegrationJar file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** With a file, which takes the place of another of that name. */
  public IntegrationJar file(String name, byte[] content) {
    files.put(name, content.clone());
    return this;
  }

  /** Without a file. */
  public IntegrationJar without(String name) {
    files.put(name, new byte[0]);
    return this;
  }

  /** Offering these classes as integrations. */
  public IntegrationJar offering(String... classes) {
    return file(SERVICE, String.join("\n", classes));
  }

  /** With statements in its constructor. */
  public IntegrationJar constructor(String statements) {
    source = source.replace("//CONSTRUCTOR", statements);
    return this;
  }

  /** With members of its class. */
  public IntegrationJar members(String members) {
    source = source.replace("//MEMBERS", members);
    return this;
  }

  /** With members of what an entry is while it runs, such as its agents. */
  public IntegrationJar running(String members) {
    source = source.replace("//RUNNING", members);
    return this;
  }

  /** With other code in the place of some of its own. */
  public IntegrationJar replacing(String code, String other) {
    if (!source.contains(code)) {
      throw new IllegalArgumentException("The sample has no such code: " + code);
    }
    source = source.replace(code, other);
    return this;
  }

  /** With an attribute in META-INF/MANIFEST.MF. */
  public IntegrationJar attribute(String name, String value) {
    attributes.put(new Attributes.Name(name), value);
    return this;
  }

  /** Compiled against a library, which is not packed. */
  public IntegrationJar library(Path jar) {
    libraries.add(jar);
    return this;
  }

  /** Compiles and packs it. */
  public Path write(Path jar) {
    try {
      Path work = Files.createTempDirectory("integration-jar");
      try {
        Path file = work.resolve("src/sample/SampleIntegration.java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        List<Path> classPath = new ArrayList<>(CompiledSources.apiClassPath());
        classPath.addAll(libraries);
        Path classes = Files.createDirectories(work.resolve("classes"));
        CompiledSources.compile(List.of(file), classPath, classes);
        Map<String, byte[]> content = classes(classes);
        manifest.ifPresent(
            json ->
                content.put(
                    "sample/manifest.json",
                    json.encodePrettily().getBytes(StandardCharsets.UTF_8)));
        content.putAll(files);
        content.values().removeIf(bytes -> bytes.length == 0);
        Files.createDirectories(jar.toAbsolutePath().getParent());
        pack(content, attributes, jar);
        return jar;
      } finally {
        delete(work);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Packs files into a jar. */
  public static void pack(Map<String, byte[]> content, Attributes attributes, Path jar)
      throws IOException {
    Manifest meta = new Manifest();
    meta.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    meta.getMainAttributes().putAll(attributes);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, meta)) {
      for (Map.Entry<String, byte[]> each : content.entrySet()) {
        zip.putNextEntry(new JarEntry(each.getKey()));
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
  }

  /** All files below a directory, by their path with slashes. */
  public static Map<String, byte[]> classes(Path directory) throws IOException {
    Map<String, byte[]> content = new LinkedHashMap<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : walk.filter(Files::isRegularFile).sorted().toList()) {
        content.put(
            directory.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
      }
    }
    return content;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
