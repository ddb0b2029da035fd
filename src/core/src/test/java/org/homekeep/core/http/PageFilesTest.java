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
      Path target = classes.resolve(DIRECTORY + file.getKey());
      Files.createDirectories(target.getParent());
      Files.writeString(target, file.getValue());
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
