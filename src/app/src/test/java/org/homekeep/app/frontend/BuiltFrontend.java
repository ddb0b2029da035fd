package org.homekeep.app.frontend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * A small directory that is laid out as Home Assistant's built frontend is. The real one is not on
 * the machine of the tests; names, templates and links are those of the specification.
 */
final class BuiltFrontend {
  static final String BOOT = "window.boot=1;";
  static final String LOGIN = "window.login=1;";
  static final String APP = "export const app = 1;\n".repeat(200);
  static final String COMPRESSED_BEFOREHAND = "as it was compressed when it was built";

  private static final String INDEX =
      """
      <!DOCTYPE html><html><head><meta charset="utf-8">
      <meta name="theme-color" content="{{ theme_color }}"><style>body{margin:0}</style></head>
      <body><home-assistant></home-assistant><!-- <script>no script</script> -->
      <script>%s</script>
      <script type="module" crossorigin="use-credentials" src="/frontend_latest/app.abc123.js"></script>
      <script>import("/frontend_latest/core.js");
          {%%- for extra_module in extra_modules -%%}
          import("{{ extra_module }}");
          {%%- endfor -%%}
          {%%- for extra_script in extra_js_es5 -%%}
          _ls("{{ extra_script }}");
          {%%- endfor -%%}
      </script></body></html>
      """
          .formatted(BOOT);

  private BuiltFrontend() {}

  /** Writes one below a directory that is laid out as Python's packages are. */
  static Path in(Path packages) throws IOException {
    Files.createDirectories(packages.resolve("home_assistant_frontend-20260517.0.dist-info"));
    Path root = Files.createDirectories(packages.resolve("hass_frontend"));
    write(root, "index.html", INDEX);
    write(root, "authorize.html", "<html><script>" + LOGIN + "</script><p>log in</p></html>");
    write(root, "onboarding.html", "<html><p>welcome</p></html>");
    write(root, "robots.txt", "User-agent: *\nDisallow: /\n");
    write(root, "sw-modern.js", "self.modern = true;");
    write(root, "sw-legacy.js", "self.modern = false;");
    Files.createSymbolicLink(root.resolve("service_worker.js"), Path.of("sw-modern.js"));
    write(root, "frontend_latest/app.abc123.js", APP);
    write(root, "frontend_latest/core.js", "export {};");
    write(root, "frontend_latest/ready.js", APP);
    Files.write(root.resolve("frontend_latest/ready.js.gz"), gzip(COMPRESSED_BEFOREHAND));
    write(root, "frontend_latest/ready.js.br", COMPRESSED_BEFOREHAND);
    write(root, "frontend_es5/app.js", "var old = 1;");
    write(root, "static/translations/en-abc.json", "{\"hello\":\"Hello\"}");
    write(root, "static/fonts/roboto.woff2", "a font");
    write(root, "static/icons/favicon.ico", "an icon");
    for (int size : new int[] {192, 384, 512, 1024}) {
      write(root, "static/icons/favicon-%dx%d.png".formatted(size, size), "a picture");
    }
    return root;
  }

  private static void write(Path root, String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
