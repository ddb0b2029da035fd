package org.homekeep.integrations.backblazeb2;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.Tunable;

/**
 * The process-wide settings of this integration.
 *
 * @param serviceUrl where accounts are authorised; all other addresses come from its answer
 * @param issueCheckInterval how often a loaded entry asks whether its bucket can still be used
 * @param listCacheTtl how long a listing is answered from memory
 * @param listTimeout how long a listing may read sidecars; for one there is half of it
 * @param callTimeout how long a short call may take until its whole answer is there
 * @param uploadTimeout how long an upload may make no progress
 * @param partSize preferred bytes in a part of a large file; the service may ask for more
 */
record Settings(
    URI serviceUrl,
    Duration issueCheckInterval,
    Duration listCacheTtl,
    Duration listTimeout,
    Duration callTimeout,
    Duration uploadTimeout,
    int partSize) {

  private static final Tunable<URI> SERVICE_URL =
      Tunable.address(
          "service_url",
          URI.create("https://api.backblazeb2.com"),
          "HOMEKEEP_B2_URL",
          "Where the B2 service is; for tests and proxies. Plain http is spoken only when this"
              + " address says so.");
  private static final Tunable<Duration> ISSUE_CHECK_INTERVAL =
      Tunable.duration(
          "issue_check_interval",
          Duration.ofMinutes(30),
          "How often a loaded entry asks B2 whether its key and bucket still work.");
  private static final Tunable<Duration> LIST_CACHE_TTL =
      Tunable.duration(
          "list_cache_ttl",
          Duration.ofMinutes(5),
          "How long the list of backups is answered from memory.");
  private static final Tunable<Duration> LIST_TIMEOUT =
      Tunable.duration(
          "list_timeout",
          Duration.ofSeconds(40),
          "How long a listing may read descriptions of backups that it does not know; half of it"
              + " for one. The hub waits backup.agent_timeout for a list.");
  private static final Tunable<Duration> CALL_TIMEOUT =
      Tunable.duration(
          "call_timeout",
          Duration.ofSeconds(60),
          "How long B2 may take for the whole answer to a short call, such as a page of a list.");
  private static final Tunable<Duration> UPLOAD_TIMEOUT =
      Tunable.duration(
          "upload_timeout", Duration.ofMinutes(5), "How long an upload may make no progress.");
  private static final Tunable<Integer> PART_SIZE =
      Tunable.integer(
          "part_size",
          16 * 1024 * 1024,
          1024,
          UploadPlan.MEMORY,
          "Bytes in a part of a large file, held in memory while it is sent. B2's own minimum"
              + " counts when it is larger.");

  /** The settings that {@code --set backblaze_b2.…} knows. */
  static List<Tunable<?>> tunables() {
    return List.of(
        SERVICE_URL,
        ISSUE_CHECK_INTERVAL,
        LIST_CACHE_TTL,
        LIST_TIMEOUT,
        CALL_TIMEOUT,
        UPLOAD_TIMEOUT,
        PART_SIZE);
  }

  static Settings of(IntegrationContext context) {
    return new Settings(
        context.setting(SERVICE_URL),
        context.setting(ISSUE_CHECK_INTERVAL),
        context.setting(LIST_CACHE_TTL),
        context.setting(LIST_TIMEOUT),
        context.setting(CALL_TIMEOUT),
        context.setting(UPLOAD_TIMEOUT),
        context.setting(PART_SIZE));
  }

  /** Whether secrets may travel in the clear, which only a test's address allows. */
  boolean plainHttp() {
    return "http".equals(serviceUrl.getScheme());
  }
}
