package org.homekeep.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Somebody who looks at the page. Closing it checks what must be true of every visit: no error in
 * the console, and no request to anybody else.
 */
final class Visit implements AutoCloseable {
  static final double PATIENCE_MS = 20_000;

  /** WCAG 2.2, levels A and AA, and what is good practice beside it. */
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final BrowserContext context;
  private final Page page;
  private final Device device;
  private final String origin;
  private final List<String> troubles = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();

  private Visit(BrowserContext context, Device device, String origin) {
    this.context = context;
    this.device = device;
    this.origin = origin;
    this.page = context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            troubles.add(message.text() + " (" + message.location() + ")");
          }
        });
    page.onPageError(troubles::add);
    page.onRequest(
        request -> {
          if (!request.url().matches("(data|blob):.*") && !request.url().startsWith(origin)) {
            troubles.add("It asked " + request.url());
          }
        });
  }

  /** How somebody visits. */
  record Manner(Device device, String language, ColorScheme scheme) {
    static Manner with(Device device) {
      return new Manner(device, "en", ColorScheme.LIGHT);
    }

    Manner in(String otherLanguage) {
      return new Manner(device, otherLanguage, scheme);
    }

    Manner dark() {
      return new Manner(device, language, ColorScheme.DARK);
    }
  }

  /**
   * Opens the browser, not yet the page.
   *
   * @param tokens of who is logged in, as the page keeps them
   */
  static Visit begin(Browser browser, String origin, Manner manner, Optional<JsonObject> tokens) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setBaseURL(origin)
                .setViewportSize(manner.device().width, manner.device().height)
                .setHasTouch(manner.device() == Device.PHONE)
                .setLocale(manner.language())
                .setTimezoneId("Europe/Berlin")
                .setColorScheme(manner.scheme())
                .setReducedMotion(ReducedMotion.REDUCE)
                .setAcceptDownloads(true));
    tokens.ifPresent(
        known ->
            context.addInitScript(
                "sessionStorage.setItem('homekeep.tokens', %s)"
                    .formatted(new JsonObject().put("v", known.encode()).encode() + ".v")));
    return new Visit(context, manner.device(), origin);
  }

  /** Opens an address of the page, such as {@code /backups}. */
  Page open(String path) {
    page.navigate(path);
    return page;
  }

  Page page() {
    return page;
  }

  /** This text may stand in the console: the test makes it happen. */
  Visit expecting(String trouble) {
    expected.add(trouble);
    return this;
  }

  /** Takes a picture of the whole page, once it is at rest, for people to look at. */
  void shot(String name) {
    page.locator("h1").first().waitFor();
    // On a screen as long as the page, so that what stays at the edge of the screen covers nothing.
    boolean isWhole = page.locator("dialog[open]").count() > 0;
    int height = (Integer) page.evaluate("document.documentElement.scrollHeight");
    if (!isWhole) {
      page.setViewportSize(device.width, Math.max(height, device.height));
    }
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(fileName(name)))
            .setAnimations(ScreenshotAnimations.DISABLED));
    page.setViewportSize(device.width, device.height);
  }

  private String fileName(String name) {
    return name + "-" + device.name().toLowerCase(Locale.ROOT) + ".png";
  }

  /** What is on the screen now is accessible, and fits the width of the screen. */
  void accessible() {
    List<Rule> violations =
        new AxeBuilder(page).withTags(RULES).setLegacyMode(true).analyze().getViolations();
    assertThat(violations.stream().flatMap(Visit::told)).isEmpty();
    assertThat(page.evaluate("document.documentElement.scrollWidth"))
        .as("the width of the page on the screen of a %s", device)
        .isEqualTo(device.width);
  }

  private static Stream<String> told(Rule rule) {
    return rule.getNodes().stream()
        .map(node -> rule.getId() + ": " + node.getHtml() + "\n  " + node.getFailureSummary());
  }

  /** A picture of what is accessible. */
  void look(String name) {
    shot(name);
    accessible();
  }

  @Override
  public void close() {
    context.close();
    assertThat(troubles)
        .as("what the console says of %s", origin)
        .allMatch(trouble -> expected.stream().anyMatch(trouble::contains));
  }
}
