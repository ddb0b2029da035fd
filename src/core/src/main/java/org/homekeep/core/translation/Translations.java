package org.homekeep.core.translation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.homekeep.api.Integration;
import org.homekeep.core.integration.IntegrationCatalog;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.runtime.Worker;

/**
 * All texts of the hub and its integrations. Called on the hub's context.
 *
 * <p>A text that a language lacks is English. A text of a flow that an integration lacks is the
 * hub's own, so that common errors need not be written again and again.
 */
public final class Translations {
  /** The domain under which clients look for the hub's own texts. */
  public static final String HUB_DOMAIN = "homeassistant";

  /** Parts of the hub that clients take for an integration → where their texts are. */
  private static final Map<String, String> BUILT_IN =
      Map.of("auth", "/org/homekeep/core/account/", "backup", "/org/homekeep/core/backup/");

  /** Where the hub's own texts are; those of an integration are beside its class. */
  private static final String HUB_TEXTS = "/org/homekeep/core/";

  private static final String ENGLISH = "en";
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");
  private static final int MOST_LANGUAGES = 32;
  private static final List<String> COMMON = List.of("config.error.", "config.abort.");

  private final IntegrationCatalog catalog;
  private final Worker worker;
  private final Map<String, Future<Map<String, Map<String, String>>>> byLanguage =
      new LinkedHashMap<>();

  /** The domains with texts that are part of the hub. */
  static List<String> ownDomains() {
    return Stream.concat(Stream.of(HUB_DOMAIN), BUILT_IN.keySet().stream().sorted()).toList();
  }

  /** Whether the hub has a text of its own for a key of an integration's flow. */
  public static boolean isCommon(String key) {
    return COMMON.stream().anyMatch(key::startsWith)
        && TranslationFile.read(Translations.class, HUB_TEXTS, ENGLISH).containsKey(key);
  }

  public Translations(HubRuntime runtime, IntegrationCatalog catalog) {
    this.catalog = catalog;
    this.worker = runtime.worker("translations", 1);
  }

  /**
   * The texts of one category.
   *
   * @param category such as {@code config}; an unknown one has no texts
   * @param domains of which integrations; the hub's own is {@link #HUB_DOMAIN}
   * @return {@code component.<domain>.<category>.<path>} → text
   */
  public Future<JsonObject> resources(String language, String category, List<String> domains) {
    return load(known(language))
        .map(
            texts -> {
              JsonObject resources = new JsonObject();
              for (String domain : domains) {
                Map<String, String> ofDomain = texts.getOrDefault(domain, Map.of());
                new TreeMap<>(ofDomain)
                    .forEach(
                        (key, text) -> {
                          if (key.equals(category) || key.startsWith(category + ".")) {
                            resources.put("component." + domain + "." + key, text);
                          }
                        });
              }
              return resources;
            });
  }

  /**
   * The texts of one category of a single domain.
   *
   * @return path within the category → text
   */
  public Future<Map<String, String>> words(String domain, String category, String language) {
    return load(known(language))
        .map(
            texts -> {
              Map<String, String> words = new TreeMap<>();
              String prefix = category + ".";
              texts
                  .getOrDefault(domain, Map.of())
                  .forEach(
                      (key, text) -> {
                        if (key.startsWith(prefix)) {
                          words.put(key.substring(prefix.length()), text);
                        }
                      });
              return words;
            });
  }

  private static String known(String language) {
    return LANGUAGE.matcher(language).matches() ? language : ENGLISH;
  }

  private Future<Map<String, Map<String, String>>> load(String language) {
    Future<Map<String, Map<String, String>>> known = byLanguage.get(language);
    if (known != null) {
      return known;
    }
    if (byLanguage.size() >= MOST_LANGUAGES) {
      byLanguage.remove(byLanguage.keySet().iterator().next());
    }
    Future<Map<String, Map<String, String>>> loading = worker.run(() -> read(language));
    byLanguage.put(language, loading);
    loading.onFailure(failed -> byLanguage.remove(language, loading));
    return loading;
  }

  private Map<String, Map<String, String>> read(String language) {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    Map<String, String> hub = texts(Translations.class, HUB_TEXTS, language);
    all.put(HUB_DOMAIN, hub);
    BUILT_IN.forEach((domain, root) -> all.put(domain, texts(Translations.class, root, language)));
    catalog
        .all()
        .forEach(
            installed -> {
              Integration integration = installed.integration();
              Map<String, String> own =
                  new LinkedHashMap<>(texts(integration.getClass(), "", language));
              hub.forEach(
                  (key, text) -> {
                    if (COMMON.stream().anyMatch(key::startsWith)) {
                      own.putIfAbsent(key, text);
                    }
                  });
              all.put(installed.domain(), Map.copyOf(own));
            });
    return Map.copyOf(all);
  }

  /** English, overlaid by the language without its region, overlaid by the language itself. */
  private static Map<String, String> texts(Class<?> beside, String root, String language) {
    List<String> chain = new ArrayList<>();
    String plain = language.split("-", 2)[0].toLowerCase(Locale.ROOT);
    if (!plain.equals(ENGLISH)) {
      chain.add(plain);
    }
    if (!language.equals(plain)) {
      chain.add(language);
    }
    Map<String, String> texts = TranslationFile.read(beside, root, ENGLISH);
    for (String step : chain) {
      texts = TranslationFile.overlay(texts, TranslationFile.read(beside, root, step));
    }
    return texts;
  }
}
