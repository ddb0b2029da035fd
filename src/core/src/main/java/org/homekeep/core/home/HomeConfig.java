package org.homekeep.core.home;

import java.util.Optional;

/**
 * What is known about the home (framework.md §1.5, get_config).
 *
 * @param timeZone of the tz database, such as {@code Europe/Berlin}
 * @param language BCP 47
 * @param country ISO 3166, two letters
 * @param currency ISO 4217, three letters
 * @param elevation metres
 * @param radius metres
 */
public record HomeConfig(
    String locationName,
    String timeZone,
    String language,
    Optional<String> country,
    String currency,
    UnitSystem units,
    double latitude,
    double longitude,
    int elevation,
    int radius,
    Optional<String> internalUrl,
    Optional<String> externalUrl) {

  /** What a home is before anyone has said anything about it. */
  public static HomeConfig initial(String timeZone) {
    return new HomeConfig(
        "Home",
        timeZone,
        "en",
        Optional.empty(),
        "EUR",
        UnitSystem.METRIC,
        0,
        0,
        0,
        100,
        Optional.empty(),
        Optional.empty());
  }

  /** The same home, in another language. */
  public HomeConfig withLanguage(String other) {
    return new HomeConfig(
        locationName,
        timeZone,
        other,
        country,
        currency,
        units,
        latitude,
        longitude,
        elevation,
        radius,
        internalUrl,
        externalUrl);
  }
}
