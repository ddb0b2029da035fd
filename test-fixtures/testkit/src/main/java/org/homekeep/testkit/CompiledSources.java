package org.homekeep.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles Java sources as somebody outside of this tree does: against the API alone. */
public final class CompiledSources {
  private CompiledSources() {}

  /** Where the classes lie that an integration may see. */
  public static List<Path> apiClassPath() {
    return Stream.of(
            org.homekeep.api.Integration.class,
            io.vertx.core.Future.class,
            org.slf4j.Logger.class,
            org.jspecify.annotations.NullMarked.class)
        .map(CompiledSources::home)
        .toList();
  }

  /** The jar, or directory, that a class was loaded from. */
  public static Path home(Class<?> type) {
    try {
      CodeSource source =
          Optional.ofNullable(type.getProtectionDomain().getCodeSource()).orElseThrow();
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Compiles files for Java 17.
   *
   * @throws AssertionError with what the compiler says, when there is an error
   */
  public static void compile(List<Path> sources, List<Path> classPath, Path target)
      throws IOException {
    JavaCompiler compiler =
        Optional.ofNullable(ToolProvider.getSystemJavaCompiler())
            .orElseThrow(() -> new AssertionError("There is no compiler in this JVM."));
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options = new ArrayList<>(List.of("--release", "17", "-proc:none", "-nowarn"));
      options.addAll(List.of("-d", target.toString()));
      options.addAll(
          List.of(
              "-classpath",
              classPath.stream()
                  .map(Path::toString)
                  .collect(Collectors.joining(java.io.File.pathSeparator))));
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(sources);
      if (!compiler.getTask(said, files, null, options, null, units).call()) {
        throw new AssertionError("The sources do not compile:\n" + said);
      }
    }
  }
}
