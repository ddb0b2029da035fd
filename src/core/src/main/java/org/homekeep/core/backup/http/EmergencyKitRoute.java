package org.homekeep.core.backup.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.core.auth.Access;
import org.homekeep.core.backup.key.RingKey;
import org.homekeep.core.backup.kit.EmergencyKit;
import org.homekeep.core.backup.kit.KitBackup;
import org.homekeep.core.backup.kit.KitPage;
import org.homekeep.core.backup.kit.KitWords;
import org.homekeep.core.backup.manager.KeyCare;
import org.homekeep.core.backup.manager.KeyUse;
import org.homekeep.core.home.HomeConfig;
import org.homekeep.core.home.HomeSettings;
import org.homekeep.core.http.ApiRequest;
import org.homekeep.core.http.BaseAddress;
import org.homekeep.core.http.BodyMode;
import org.homekeep.core.http.HttpAnswer;
import org.homekeep.core.http.HttpException;
import org.homekeep.core.http.Routes;
import org.homekeep.core.translation.Translations;
import org.homekeep.core.wire.WireException;

/**
 * {@code GET /api/homekeep/backup/emergency_kit?key=<fingerprint>&format=text|page&language=<tag>},
 * for administrators: the key in what people keep in a drawer. Without a language it is in that of
 * the home.
 */
public final class EmergencyKitRoute {
  private static final String PATH = "/api/homekeep/backup/emergency_kit";
  private static final String TEXTS = "backup";
  private static final String KIT = "emergency_kit";

  private final KeyCare keys;
  private final HomeSettings home;
  private final Translations translations;
  private final Clock clock;

  public EmergencyKitRoute(
      KeyCare keys, HomeSettings home, Translations translations, Clock clock) {
    this.keys = keys;
    this.home = home;
    this.translations = translations;
    this.clock = clock;
  }

  /** Adds the route. */
  public void register(Routes routes) {
    routes.add(HttpMethod.GET, PATH, Access.ADMIN, BodyMode.NONE, this::handle);
  }

  private Future<HttpAnswer> handle(ApiRequest request) {
    Optional<String> fingerprint = request.query("key");
    String format = request.query("format").orElse("text");
    if (fingerprint.isEmpty() || !List.of("text", "page").contains(format)) {
      return Future.failedFuture(
          new HttpException(
              400, "The parameter key must be the fingerprint of a key, and format text or page."));
    }
    return keys.find(fingerprint.get())
        .recover(EmergencyKitRoute::notThere)
        .compose(key -> kit(request, key))
        .map(kit -> format.equals("page") ? page(kit) : text(kit));
  }

  private Future<EmergencyKit> kit(ApiRequest request, RingKey key) {
    String language = request.query("language").orElseGet(() -> home.current().language());
    return Future.all(keys.use().known(), translations.words(TEXTS, KIT, language))
        .map(
            both -> {
              KeyUse.Report report = both.resultAt(0);
              Map<String, String> texts = both.resultAt(1);
              return kit(
                  request, key, report, new KitWords(Locale.forLanguageTag(language), texts));
            });
  }

  private static Future<RingKey> notThere(Throwable failed) {
    return Future.failedFuture(
        failed instanceof WireException
            ? new HttpException(404, String.valueOf(failed.getMessage()))
            : failed);
  }

  private static HttpAnswer text(EmergencyKit kit) {
    return new HttpAnswer.Full(
        200,
        "text/plain; charset=utf-8",
        kit.text(),
        Map.of(
            "Cache-Control",
            "no-store",
            "Content-Disposition",
            "attachment; filename=\"%s\"".formatted(kit.fileName())));
  }

  private static HttpAnswer page(EmergencyKit kit) {
    return new HttpAnswer.Full(
        200,
        "text/html; charset=utf-8",
        KitPage.of(kit),
        Map.of(
            "Cache-Control",
            "no-store",
            "Content-Security-Policy",
            KitPage.CONTENT_SECURITY_POLICY));
  }

  private EmergencyKit kit(ApiRequest request, RingKey key, KeyUse.Report report, KitWords words) {
    HomeConfig known = home.current();
    ZoneId zone = zone(known.timeZone());
    String url =
        known
            .externalUrl()
            .or(known::internalUrl)
            .or(() -> BaseAddress.of(request.raw()))
            .orElse("");
    List<KitBackup> backups =
        report.of(key.fingerprint()).stream()
            .sorted(
                Comparator.comparing((KeyUse.Locked each) -> each.backup().description().date())
                    .reversed())
            .map(each -> described(each, zone, words))
            .toList();
    return new EmergencyKit(
        key.key(),
        key.fingerprint(),
        key.replaced().isPresent(),
        ZonedDateTime.now(clock).withZoneSameInstant(zone),
        words,
        known.locationName(),
        url,
        backups,
        report.unknown().size());
  }

  private ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      return clock.getZone();
    }
  }

  private KitBackup described(KeyUse.Locked backup, ZoneId zone, KitWords words) {
    AgentBackup description = backup.backup().description();
    long size =
        backup.backup().copies().values().stream().mapToLong(AgentBackup::size).max().orElse(0);
    return new KitBackup(
        description.name(),
        date(description.date(), zone, words.locale()),
        backup.agentIds().stream().map(id -> keys.locationName(id).orElseGet(words::here)).toList(),
        size);
  }

  private static String date(String iso, ZoneId zone, Locale locale) {
    try {
      return OffsetDateTime.parse(iso)
          .atZoneSameInstant(zone)
          .format(
              DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                  .withLocale(locale));
    } catch (DateTimeException notIso) {
      return iso;
    }
  }
}
