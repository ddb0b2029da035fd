package org.homekeep.emulator.b2;

import java.util.Set;

/** What kind of transaction each call is billed as: A, B or C (b2-and-cloud.md §C.2). */
final class CallClasses {
  private static final Set<String> B =
      Set.of(CallNames.DOWNLOAD_BY_ID, CallNames.DOWNLOAD_BY_NAME, "b2_get_file_info");
  private static final Set<String> C =
      Set.of(
          CallNames.AUTHORIZE,
          "b2_list_buckets",
          "b2_create_bucket",
          "b2_update_bucket",
          "b2_list_parts",
          "b2_list_unfinished_large_files",
          "b2_list_file_names",
          "b2_list_file_versions",
          "b2_copy_file",
          "b2_copy_part",
          "b2_get_download_authorization",
          "b2_create_key",
          "b2_list_keys");

  private CallClasses() {}

  static String of(String call) {
    return B.contains(call) ? "B" : C.contains(call) ? "C" : "A";
  }
}
