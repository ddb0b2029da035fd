package org.homekeep.emulator.cloud;

import static org.homekeep.emulator.cloud.Html.escaped;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.emulator.server.Answer;
import org.homekeep.emulator.server.CallError;
import org.homekeep.emulator.server.Exchange;

/** The account page for browsers, where the stored backup can be downloaded. */
final class AccountPages {
  private static final String COOKIE = "cloud_account";
  private static final String DOWNLOAD = "download/";
  private static final String HOME = "/account";
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "text/html;charset=utf-8",
          "Content-Security-Policy",
              "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer");
  private static final String LOGIN =
      """
      %s<form method="post" action="/account/login">
      <p><label>E-mail <input name="email" type="email" autocomplete="username" required></label></p>
      <p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
      <p><label>Code, with two-factor authentication <input name="code" inputmode="numeric" autocomplete="one-time-code"></label></p>
      <p><button>Log in</button></p>
      </form>
      """;

  private static final String NO_FORM =
      "What was sent is no form: two hexadecimal digits must follow each %. Log in with this one.";

  private final CloudService service;
  private final Logins logins;
  private final Sessions sessions;
  private final ObjectStore objects;

  AccountPages(CloudService service, Logins logins, Sessions sessions, ObjectStore objects) {
    this.service = service;
    this.logins = logins;
    this.sessions = sessions;
    this.objects = objects;
  }

  /** Answers a request of a browser. */
  Future<Void> handle(Exchange exchange, Buffer body) {
    String place = exchange.target().rest();
    boolean post = exchange.request().method().equals(HttpMethod.POST);
    if (post && place.equals("login")) {
      Optional<Map<String, List<String>>> form = form(body);
      if (form.isEmpty()) {
        refuse(exchange, 400, NO_FORM);
        return Future.succeededFuture();
      }
      return login(exchange, form.get());
    }
    Optional<User> user = cookie(exchange).flatMap(sessions::userId).flatMap(service.users()::byId);
    if (post && place.equals("logout")) {
      cookie(exchange).ifPresent(sessions::end);
      redirect(exchange, COOKIE + "=; Path=/account; Max-Age=0");
    } else if (post || !(place.isEmpty() || place.startsWith(DOWNLOAD))) {
      page(exchange, 404, "<p>There is no such page.</p>");
    } else if (user.isEmpty()) {
      page(exchange, 200, LOGIN.formatted(""));
    } else if (place.isEmpty()) {
      page(exchange, 200, account(user.get()));
    } else {
      download(exchange, user.get(), place.substring(DOWNLOAD.length()));
    }
    return Future.succeededFuture();
  }

  private static Optional<Map<String, List<String>>> form(Buffer body) {
    try {
      return Optional.of(
          new QueryStringDecoder(body.toString(StandardCharsets.UTF_8), false).parameters());
    } catch (IllegalArgumentException notEncoded) {
      return Optional.empty();
    }
  }

  private Future<Void> login(Exchange exchange, Map<String, List<String>> form) {
    return Future.succeededFuture()
        .compose(
            ignored ->
                logins.withPassword(
                    field(form, "email"), field(form, "password"), field(form, "code")))
        .<Void>map(
            user -> {
              String cookie = sessions.begin(user);
              redirect(
                  exchange,
                  "%s=%s; Path=/account; HttpOnly; SameSite=Strict".formatted(COOKIE, cookie));
              return null;
            })
        .recover(
            failure -> {
              if (failure instanceof CallError refused) {
                refuse(exchange, 403, String.valueOf(refused.getMessage()));
                return Future.succeededFuture();
              }
              return Future.failedFuture(failure);
            });
  }

  private static void refuse(Exchange exchange, int status, String reason) {
    page(exchange, status, LOGIN.formatted("<p role=\"alert\">" + escaped(reason) + "</p>\n"));
  }

  private String account(User user) {
    StringBuilder html =
        new StringBuilder("<p>You are logged in as %s.</p>%n".formatted(escaped(user.email())));
    List<StoredFile> files = service.store().files(user.id());
    if (files.isEmpty()) {
      html.append("<p>No backup is stored.</p>\n");
    }
    for (StoredFile file : files) {
      String name = String.valueOf(file.metadata().getValue("name", file.key()));
      html.append(
          "<h2>%s</h2>%n<dl><dt>Date</dt><dd>%s</dd><dt>Size</dt><dd>%,d bytes</dd><dt>Home Assistant</dt><dd>%s</dd></dl>%n<p><a href=\"/account/download/%s\">Download backup</a></p>%n"
              .formatted(
                  escaped(name),
                  escaped(String.valueOf(file.metadata().getValue("date", file.modified()))),
                  file.segment().size(),
                  escaped(
                      String.valueOf(file.metadata().getValue("homeassistant_version", "unknown"))),
                  escaped(FileName.encoded(file.key()))));
    }
    return html.append(
            "<form method=\"post\" action=\"/account/logout\"><p><button>Log out</button></p></form>\n")
        .toString();
  }

  private void download(Exchange exchange, User user, String name) {
    String key = FileName.decoded(name);
    Optional<StoredFile> file = service.store().file(user.id(), key);
    if (file.isEmpty()) {
      page(exchange, 404, "<p>There is no such backup.</p>");
      return;
    }
    exchange
        .request()
        .response()
        .putHeader("Content-Disposition", "attachment; filename*=UTF-8''" + FileName.encoded(key));
    objects.send(exchange, file.get());
  }

  private static void redirect(Exchange exchange, String cookie) {
    exchange.reply(
        new Answer(303, Map.of("Location", HOME, "Set-Cookie", cookie), Buffer.buffer()));
  }

  private static void page(Exchange exchange, int status, String content) {
    exchange.reply(
        new Answer(
            status,
            HEADERS,
            Buffer.buffer(
                """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Account</title></head><body>
                <h1>Account at the emulator of Home Assistant Cloud</h1>
                %s</body></html>
                """
                    .formatted(content))));
  }

  private static Optional<String> cookie(Exchange exchange) {
    return Optional.ofNullable(exchange.request().getCookie(COOKIE)).map(Cookie::getValue);
  }

  private static String field(Map<String, List<String>> form, String name) {
    return form.getOrDefault(name, List.of("")).get(0);
  }
}
