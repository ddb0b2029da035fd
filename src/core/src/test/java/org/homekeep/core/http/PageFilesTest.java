package org.homekeep.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageFilesTest {
  private static final String DIRECTORY = "org/homekeep/frontend/";
  private static final Map<String, String> FILES =
      Map.of(
          "index.html",
          "<script type=\"importmap\">{}</script><script src=\"/app.js\"></script>",
          "lib/app.js",
          "export {}");

  @Test
  void files_of_a_directory_are_found(@TempDir Path classes) throws IOException {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      write(classes, file.getKey(), file.getValue());
    }
    assertHasAll(classes.toUri().toURL());
  }

  @Test
  void files_of_a_jar_are_found(@TempDir Path directory) throws IOException {
    Path jar = directory.resolve("frontend.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry(DIRECTORY));
      for (Map.Entry<String, String> file : FILES.entrySet()) {
        entries.putNextEntry(new JarEntry(DIRECTORY + file.getKey()));
        entries.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    assertHasAll(jar.toUri().toURL());
  }

  @Test
  void an_inline_script_runs_only_as_it_was_built() {
    assertThat(PageFile.of("index.html", FILES.getOrDefault("index.html", "")))
        .extracting(PageFile::contentSecurityPolicy)
        .asString()
        // printf '{}' | openssl dgst -sha256 -binary | base64
        .contains("script-src 'self' 'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=';");
  }

  @Test
  void the_start_page_names_the_version_of_its_files_and_their_languages(@TempDir Path classes)
      throws IOException {
    write(classes, "index.html", "<html data=\"{{files}}|{{languages}}\">");
    write(classes, "texts/en.json", "{}");
    write(classes, "texts/pt-BR.json", "{}");

    assertThat(index(classes)).matches("<html data=\"/files/[A-Za-z0-9]{12}\\|en pt-BR\">");
  }

  @Test
  void the_version_changes_with_any_file(@TempDir Path classes) throws IOException {
    write(classes, "index.html", "{{files}}");
    write(classes, "ui/menu.js", "export {}");
    String before = index(classes);
    assertThat(index(classes)).isEqualTo(before);

    write(classes, "ui/menu.js", "export { }");

    assertThat(index(classes)).isNotEqualTo(before);
  }

  @Test
  void what_gets_smaller_is_held_compressed() {
    assertThat(PageFile.of("app.js", "say(1);".repeat(100)).compressed().orElseThrow())
        .hasSizeLessThan(100);
    assertThat(PageFile.of("app.js", "1").compressed()).isEmpty();
    assertThat(PageFile.of("cat.png", "0".repeat(1000)).compressed()).isEmpty();
  }

  private static void write(Path classes, String name, String content) throws IOException {
    Path target = classes.resolve(DIRECTORY + name);
    Files.createDirectories(target.getParent());
    Files.writeString(target, content);
  }

  private static String index(Path classes) throws IOException {
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      PageFile index = PageFiles.load(loader).files().get("/index.html");
      return new String(
          Objects.requireNonNull(index, "index.html").content(), StandardCharsets.UTF_8);
    }
  }

  private static void assertHasAll(URL place) throws IOException {
    try (URLClassLoader classes =
        new URLClassLoader(new URL[] {place}, ClassLoader.getPlatformClassLoader())) {
      Map<String, PageFile> files = PageFiles.load(classes).files();
      assertThat(files.keySet()).containsExactlyInAnyOrder("/index.html", "/lib/app.js");
      assertThat(files.values())
          .extracting(PageFile::contentType)
          .containsExactlyInAnyOrder("text/html; charset=utf-8", "text/javascript; charset=utf-8");
    }
  }
}
