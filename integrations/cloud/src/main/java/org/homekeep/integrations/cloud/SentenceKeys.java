package org.homekeep.integrations.cloud;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sentences of this integration that stand a second time under {@code exceptions} in its
 * translations, where the page finds the words of another language by the English ones.
 */
final class SentenceKeys {
  /** Of all of them. */
  static final Set<String> ALL =
      Stream.concat(
              Stream.of(
                  "login_needed",
                  "login_not_deleted",
                  "login_not_written",
                  "remove_data_logged_in",
                  "told_address_expired",
                  "told_backups_alone",
                  "told_busy",
                  "told_content_changed",
                  "told_damaged",
                  "told_ended",
                  "told_failed_delete",
                  "told_failed_download",
                  "told_failed_list",
                  "told_failed_search",
                  "told_failed_upload",
                  "told_login_needed",
                  "told_newer_stored",
                  "told_not_encrypted",
                  "told_not_renewed",
                  "told_one_left",
                  "told_refused",
                  "told_size_changed",
                  "told_subscription",
                  "told_too_large",
                  "told_too_slow",
                  "told_trouble",
                  "told_unreachable",
                  "told_unreadable",
                  "told_upload_cancelled",
                  "why_another_part",
                  "why_broke_off",
                  "why_connection_failed",
                  "why_download_broke_off",
                  "why_download_ended",
                  "why_downloads_open",
                  "why_no_answer",
                  "why_no_length",
                  "why_no_reason",
                  "why_no_renewal",
                  "why_not_listed",
                  "why_not_understood",
                  "why_nothing_moved",
                  "why_replaced",
                  "why_too_long"),
              Arrays.stream(IdentityFailure.values()).map(SentenceKeys::of))
          .collect(Collectors.toUnmodifiableSet());

  private SentenceKeys() {}

  /** Of why somebody is not let in. */
  static String of(IdentityFailure failure) {
    return "login_" + failure.code();
  }
}
