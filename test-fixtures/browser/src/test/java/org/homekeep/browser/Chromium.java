package org.homekeep.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives tests the browser of this machine, one for all: it may be used on one thread alone, which
 * is why the tests of this module do not run in parallel. Without Chromium they are skipped.
 */
final class Chromium implements BeforeAllCallback, ParameterResolver {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

  private record Started(Playwright playwright, Browser browser) implements AutoCloseable {
    @Override
    public void close() {
      browser.close();
      playwright.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    started(context);
  }

  private static Started started(ExtensionContext context) {
    return context
        .getStore(ExtensionContext.Namespace.create(Chromium.class))
        .computeIfAbsent(Started.class, key -> start(), Started.class);
  }

  private static Started start() {
    Path program =
        program()
            .orElseThrow(
                () ->
                    new TestAbortedException(
                        "There is no Chromium on the path: sudo apt-get install chromium"));
    // As long as a busy machine may take, and no longer than it does: an assertion waits.
    PlaywrightAssertions.setDefaultAssertionTimeout(Visit.PATIENCE_MS);
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Started(
        playwright,
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(program)
                    // Root has no sandbox; what it looks at is this hub alone.
                    .setChromiumSandbox(false)));
  }

  private static Optional<Path> program() {
    List<String> directories =
        List.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator));
    Stream<Path> places =
        NAMES.stream()
            .flatMap(name -> directories.stream().map(directory -> Path.of(directory, name)));
    return places.filter(Files::isExecutable).findFirst();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Browser.class;
  }

  @Override
  public Browser resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return started(context).browser();
  }
}
