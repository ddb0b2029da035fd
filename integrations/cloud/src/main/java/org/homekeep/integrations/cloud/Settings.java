package org.homekeep.integrations.cloud;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.Tunable;

/**
 * Where the service is and how patiently it is asked (b2-and-cloud.md §B.2).
 *
 * @param identity who people are
 * @param api what is stored
 * @param call how long an answer may take, the wait for it included
 * @param accountCall the same where a person waits at a form
 * @param silence how long a transfer may stand still
 * @param transfer how long it may take as a whole
 * @param shortestPause between two attempts of an upload
 * @param longestPause between two attempts of an upload
 * @param autoLogin between two attempts to log somebody in who has registered
 */
record Settings(
    URI identity,
    URI api,
    Duration call,
    Duration accountCall,
    Duration silence,
    Duration transfer,
    Duration shortestPause,
    Duration longestPause,
    Duration autoLogin) {
  /** Amazon's region and the pool of Home Assistant Cloud's users in it. */
  static final String POOL = "us-east-1_87ll5WOP8";

  static final String CLIENT = "60i2uvhvbiref2mftj7rgcrt9u";

  /** For people. */
  static final String ACCOUNT_PAGE = "https://account.nabucasa.com/";

  /** Names the emulator, which stands for all hosts of the service. */
  private static final String URL = "HOMEKEEP_CLOUD_URL";

  private static final Tunable<URI> IDENTITY =
      Tunable.address(
          "identity_url",
          URI.create("https://cognito-idp.us-east-1.amazonaws.com"),
          URL,
          "Where people log in to Home Assistant Cloud.");
  private static final Tunable<URI> API =
      Tunable.address(
          "api_url",
          URI.create("https://api.nabucasa.com"),
          URL,
          "Where Home Assistant Cloud stores backups.");
  private static final Tunable<Duration> CALL =
      Tunable.duration(
          "call_timeout", Duration.ofMinutes(1), "How long a call of the service may take.");
  private static final Tunable<Duration> ACCOUNT_CALL =
      Tunable.duration(
          "account_timeout", Duration.ofSeconds(10), "How long a call of a login may take.");
  private static final Tunable<Duration> SILENCE =
      Tunable.duration(
          "transfer_silence",
          Duration.ofMinutes(5),
          "How long an upload or a download may stand still.");
  private static final Tunable<Duration> TRANSFER =
      Tunable.duration(
          "transfer_timeout",
          Duration.ofHours(12),
          "How long an upload or a download may take as a whole.");
  private static final Tunable<Duration> SHORTEST_PAUSE =
      Tunable.duration(
          "shortest_pause",
          Duration.ofMinutes(1),
          "The least time between two attempts of an upload.");
  private static final Tunable<Duration> LONGEST_PAUSE =
      Tunable.duration(
          "longest_pause",
          Duration.ofMinutes(10),
          "The longest time between two attempts of an upload.");
  private static final Tunable<Duration> AUTO_LOGIN =
      Tunable.duration(
          "auto_login_interval",
          Duration.ofSeconds(20),
          "The time between two attempts to log somebody in who has just registered.");

  static List<Tunable<?>> tunables() {
    return List.of(
        IDENTITY,
        API,
        CALL,
        ACCOUNT_CALL,
        SILENCE,
        TRANSFER,
        SHORTEST_PAUSE,
        LONGEST_PAUSE,
        AUTO_LOGIN);
  }

  static Settings of(IntegrationContext context) {
    return new Settings(
        context.setting(IDENTITY),
        context.setting(API),
        context.setting(CALL),
        context.setting(ACCOUNT_CALL),
        context.setting(SILENCE),
        context.setting(TRANSFER),
        context.setting(SHORTEST_PAUSE),
        context.setting(LONGEST_PAUSE),
        context.setting(AUTO_LOGIN));
  }

  /** The same, with calls that may take as long as this. */
  Settings within(Duration longest) {
    return new Settings(
        identity,
        api,
        longest,
        accountCall,
        silence,
        transfer,
        shortestPause,
        longestPause,
        autoLogin);
  }

  /** The name of the pool: what is after the underscore of its id. */
  static String poolName() {
    return POOL.substring(POOL.indexOf('_') + 1);
  }
}
