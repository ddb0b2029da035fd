package org.homekeep.app.integration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.homekeep.api.ApiVersion;

/**
 * A new module with an integration that works: it keeps backups in a directory. The files are
 * templates beside this class, in which {@code @WORDS@} are replaced.
 */
final class Scaffold {
  private final String domain;
  private final String version;
  private final Path sdk;

  /**
   * @param domain lower case letters, digits and single underscores
   * @param version of the published API
   * @param sdk the directory that it is published in
   */
  Scaffold(String domain, String version, Path sdk) {
    this.domain = domain;
    this.version = version;
    this.sdk = sdk;
  }

  /** Writes the module into a directory that is not there yet. */
  void write(Path directory) throws IOException {
    Map<String, String> words =
        Map.of(
            "DOMAIN", domain,
            "NAME", words(" "),
            "PREFIX", words(""),
            "PACKAGE", javaPackage(),
            "VERSION", version,
            "API", ApiVersion.CURRENT.toString(),
            "SDK", sdk.toString());
    Files.createDirectories(directory);
    for (Map.Entry<String, String> file : files().entrySet()) {
      Path target = directory.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.writeString(target, filled(file.getValue(), words), StandardOpenOption.CREATE_NEW);
    }
    Path services = directory.resolve("src/main/resources/META-INF/services");
    Files.createDirectories(services);
    Files.writeString(
        services.resolve("org.homekeep.api.Integration"),
        javaPackage() + "." + words("") + "Integration\n",
        StandardOpenOption.CREATE_NEW);
  }

  private String javaPackage() {
    return "custom." + domain.replace("_", "");
  }

  /** The words of the domain, each with a capital. */
  private String words(String between) {
    return Arrays.stream(domain.split("_", -1))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining(between));
  }

  /** Path → template. */
  private Map<String, String> files() {
    String path = javaPackage().replace('.', '/');
    String code = "src/main/java/" + path + "/";
    String tests = "src/test/java/" + path + "/" + words("");
    String texts = "src/main/resources/" + path + "/";
    Map<String, String> files = new LinkedHashMap<>();
    files.put("pom.xml", "pom.xml");
    files.put("README.md", "README.md");
    files.put(texts + "manifest.json", "manifest.json");
    files.put(texts + "translations/en.json", "en.json");
    for (String name : new String[] {"Integration", "Flow", "Agent"}) {
      files.put(code + words("") + name + ".java", name + ".java");
    }
    files.put(code + "Store.java", "Store.java");
    files.put(code + "StoreException.java", "StoreException.java");
    for (String name : new String[] {"FlowTest", "SetUpTest", "AgentTest"}) {
      files.put(tests + name + ".java", name + ".java");
    }
    return files;
  }

  private static String filled(String template, Map<String, String> words) throws IOException {
    String text = text(template);
    for (Map.Entry<String, String> word : words.entrySet()) {
      text = text.replace("@" + word.getKey() + "@", word.getValue());
    }
    return text;
  }

  private static String text(String template) throws IOException {
    try (InputStream in = Scaffold.class.getResourceAsStream("scaffold/" + template + ".txt")) {
      if (in == null) {
        throw new IOException("This build of Homekeep lacks the template " + template + ".");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
