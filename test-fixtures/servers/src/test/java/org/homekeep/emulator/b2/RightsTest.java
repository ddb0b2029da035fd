package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may do what: the capability that each call of b2-and-cloud.md §C.2 needs, and the bucket and
 * the names that a key is restricted to.
 */
class RightsTest {
  private static final String INSIDE = "ha/";
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  /** Calls about files, with what they need. */
  private static final String OF_FILES =
      """
      b2_start_large_file, writeFiles
      b2_get_upload_part_url, writeFiles
      b2_finish_large_file, writeFiles
      b2_cancel_large_file, writeFiles
      b2_list_parts, writeFiles
      b2_list_unfinished_large_files, listFiles
      b2_list_file_names, listFiles
      b2_list_file_versions, listFiles
      b2_get_file_info, readFiles
      b2_hide_file, writeFiles
      b2_delete_file_version, deleteFiles
      b2_copy_file, writeFiles readFiles
      b2_copy_part, writeFiles readFiles
      b2_get_download_authorization, shareFiles
      b2_update_file_retention, writeFileRetentions
      b2_update_file_legal_hold, writeFileLegalHolds
      """;

  /** All other calls but downloads. */
  private static final String OF_OTHERS =
      """
      b2_list_buckets, listBuckets
      b2_create_bucket, writeBuckets
      b2_update_bucket, writeBuckets
      b2_delete_bucket, deleteBuckets
      b2_get_upload_url, writeFiles
      b2_create_key, writeKeys
      b2_list_keys, listKeys
      b2_delete_key, deleteKeys
      """;

  @TempDir static Path directory;
  private static Fixture fixture;
  private static ReadyCalls inside;
  private static ReadyCalls outside;

  @BeforeAll
  static void start() {
    fixture = Fixture.in(directory);
    fixture.emulator.createBucket("other-bucket").await();
    inside = ReadyCalls.in(fixture, fixture.bucketId(), INSIDE);
    outside = ReadyCalls.in(fixture, fixture.bucketId(), "elsewhere/");
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @ParameterizedTest(name = "{0} needs {1}")
  @CsvSource(textBlock = OF_FILES + OF_OTHERS)
  void a_call_needs_its_capability_and_no_other(String call, String needed) {
    List<String> capabilities = List.of(needed.split(" "));

    assertThat(with(capabilities).call(call, inside.params(call)).status()).isEqualTo(200);
    for (String missing : capabilities) {
      assertRefused(without(missing).call(call, inside.params(call)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2_download_file_by_id", "b2_download_file_by_name"})
  void a_download_needs_the_capability_to_read(String call) {
    String path = download(call, inside);

    assertThat(with(List.of("readFiles")).get(path).status()).isEqualTo(200);
    assertRefused(without("readFiles").get(path));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(textBlock = OF_FILES + OF_OTHERS)
  void a_key_for_another_bucket_is_refused(String call) {
    List<String> capabilities = new ArrayList<>(Capabilities.ALL);
    // Whoever may see the names of all buckets may list them without a name.
    capabilities.remove("listAllBucketNames");
    Fixture.Session other = session(capabilities, List.of("other-bucket"), Optional.empty());

    assertRefused(other.call(call, inside.params(call)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(textBlock = OF_FILES)
  void a_key_with_a_prefix_works_with_names_that_start_so_alone(String call) {
    Fixture.Session restricted = restricted();

    assertThat(restricted.call(call, named(inside, call)).status()).isEqualTo(200);
    assertRefused(restricted.call(call, named(outside, call)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2_download_file_by_id", "b2_download_file_by_name"})
  void a_key_with_a_prefix_reads_files_whose_names_start_so_alone(String call) {
    assertThat(restricted().get(download(call, inside)).status()).isEqualTo(200);
    assertRefused(restricted().get(download(call, outside)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"b2_copy_file", "b2_copy_part"})
  void a_copy_is_made_by_who_may_read_here_and_write_there(String call) {
    String other = fixture.bucketId("other-bucket");
    Fixture.Session here = session(Capabilities.ALL, List.of(Fixture.BUCKET), Optional.empty());
    JsonObject params = inside.params(call);
    if (call.equals("b2_copy_file")) {
      params.put("destinationBucketId", other);
    } else {
      params.put("largeFileId", fixture.master().startLarge(other, "large"));
    }

    assertThat(fixture.master().call(call, params).status()).isEqualTo(200);
    assertRefused(here.call(call, params));
  }

  /** The parameters, with the prefix in those of lists. */
  private static JsonObject named(ReadyCalls ready, String call) {
    JsonObject params = ready.params(call);
    return call.startsWith("b2_list")
        ? params.put("prefix", ready.prefix()).put("namePrefix", ready.prefix())
        : params;
  }

  private static String download(String call, ReadyCalls ready) {
    String name = ready.prefix() + ReadyCalls.next("file");
    String fileId =
        fixture.master().upload(ready.bucketId(), name, CONTENT).json().getString("fileId");
    return call.endsWith("id")
        ? "/b2api/v2/b2_download_file_by_id?fileId=" + fileId
        : "/file/%s/%s".formatted(Fixture.BUCKET, name);
  }

  private static void assertRefused(Fixture.Answer answer) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(401);
    assertThat(answer.code()).isEqualTo("unauthorized");
  }

  private static Fixture.Session restricted() {
    return session(Capabilities.ALL, List.of(Fixture.BUCKET), Optional.of(INSIDE));
  }

  private static Fixture.Session with(List<String> capabilities) {
    return session(capabilities, List.of(), Optional.empty());
  }

  private static Fixture.Session without(String capability) {
    List<String> others = new ArrayList<>(Capabilities.ALL);
    others.remove(capability);
    if (capability.equals("listBuckets")) {
      others.remove("listAllBucketNames");
    }
    return with(others);
  }

  private static Fixture.Session session(
      List<String> capabilities, List<String> buckets, Optional<String> prefix) {
    return fixture.session(2, fixture.key(capabilities, buckets, prefix));
  }
}
