package org.homekeep.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.impl.driver.Driver;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The modules of the page are what their comments say: TypeScript reads them, and changes nothing.
 */
class TypesTest {
  private static final String WEBJARS = "META-INF/resources/webjars/";
  private static final long PATIENCE_MINUTES = 5;

  @TempDir private Path directory;

  @Test
  void the_modules_of_the_page_have_the_types_that_they_say() throws Exception {
    unpack("org/homekeep/frontend", directory.resolve("page"));
    unpack(WEBJARS + "typescript", directory.resolve("typescript"));
    Path modules = directory.resolve("node_modules");
    unpack(WEBJARS + "lit", modules.resolve("lit"));
    unpack(WEBJARS + "lit-html", modules.resolve("lit-html"));
    unpack(WEBJARS + "lit-element", modules.resolve("lit-element"));
    unpack(WEBJARS + "lit__reactive-element", modules.resolve("@lit/reactive-element"));
    unpack(WEBJARS + "types__trusted-types", modules.resolve("@types/trusted-types"));
    Files.writeString(directory.resolve("tsconfig.json"), settings().encode());

    assertThat(compiled()).isEmpty();
  }

  private static JsonObject settings() {
    return new JsonObject()
        .put("include", new JsonArray(List.of("page/**/*.js")))
        .put("exclude", new JsonArray(List.of("page/lib")))
        .put(
            "compilerOptions",
            new JsonObject()
                .put("allowJs", true)
                .put("checkJs", true)
                .put("noEmit", true)
                .put("strict", true)
                .put("skipLibCheck", true)
                .put("target", "es2022")
                .put("module", "esnext")
                .put("moduleResolution", "bundler")
                .put("lib", new JsonArray(List.of("es2022", "dom", "dom.iterable")))
                .put("types", new JsonArray(List.of("trusted-types"))));
  }

  /** What the compiler has to say; nothing when all is well. */
  private String compiled() throws IOException, InterruptedException {
    Path node = Driver.ensureDriverInstalled(Map.of(), false).driverDir().resolve("node");
    Path said = directory.resolve("said.txt");
    Process compiler =
        new ProcessBuilder(
                node.toString(),
                directory.resolve("typescript/lib/tsc.js").toString(),
                "--project",
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(compiler.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
    return Files.readString(said);
  }

  /** Copies a directory of the class path; of a WebJar what is below its version. */
  private static void unpack(String name, Path target) throws IOException, URISyntaxException {
    URI found =
        Objects.requireNonNull(TypesTest.class.getClassLoader().getResource(name), name).toURI();
    if (found.getScheme().equals("jar")) {
      try (FileSystem jar = FileSystems.newFileSystem(found, Map.of())) {
        copy(jar.getPath("/" + name), target);
      }
    } else {
      copy(Path.of(found), target);
    }
  }

  private static void copy(Path source, Path target) throws IOException {
    Path from = source.toString().contains(WEBJARS) ? onlyChild(source) : source;
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private static Path onlyChild(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.findFirst().orElseThrow();
    }
  }
}
