package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.entry.LoadedEntry;
import org.homekeep.emulator.b2.ApplicationKey;
import org.junit.jupiter.api.Test;

class DiagnosticsTest extends EmulatorTest {

  @Test
  void bucket_and_account_are_described_without_a_secret() throws Exception {
    ApplicationKey key = key(READ_AND_WRITE, List.of(BUCKET), "ha/");
    ConfigEntry entry = entry(input(key, BUCKET, "ha/"));
    LoadedEntry loaded = setUp(entry);
    String token =
        ((BackblazeEntry) loaded).session().authorization().forSdk().getAuthorizationToken();

    JsonObject shown = hub.await(() -> integration.diagnostics(entry, Optional.of(loaded), hub));

    assertThat(shown.getJsonObject("entry_data"))
        .isEqualTo(
            new JsonObject()
                .put("key_id", "**REDACTED**")
                .put("application_key", "**REDACTED**")
                .put("bucket", BUCKET)
                .put("prefix", "ha/"));
    assertThat(shown.getJsonObject("entry_options")).isEqualTo(new JsonObject());
    assertThat(shown.getJsonObject("bucket_info").fieldNames())
        .containsExactly(
            "name", "id", "type", "cors_rules", "lifecycle_rules", "object_lock", "revision");
    assertThat(shown.getJsonObject("bucket_info").getString("name")).isEqualTo(BUCKET);
    JsonObject account = shown.getJsonObject("account_info");
    assertThat(account.getLong("minimum_part_size")).isEqualTo(1024);
    assertThat(account.getJsonObject("allowed").getJsonArray("capabilities"))
        .containsExactlyInAnyOrderElementsOf(READ_AND_WRITE);
    assertThat(account.getJsonObject("allowed").getString("bucketName")).isEqualTo("**REDACTED**");
    assertThat(account.getJsonObject("allowed").getString("namePrefix")).isEqualTo("**REDACTED**");
    assertThat(shown.encode())
        .doesNotContain(key.keyId())
        .doesNotContain(key.applicationKey())
        .doesNotContain(b2.accountId())
        .doesNotContain(token);
  }

  @Test
  void an_entry_that_is_not_loaded_says_what_is_unknown() throws Exception {
    ConfigEntry entry = entry(input("key", "secret", BUCKET, ""));

    JsonObject shown = hub.await(() -> integration.diagnostics(entry, Optional.empty(), hub));

    assertThat(shown.getJsonObject("bucket_info"))
        .isEqualTo(new JsonObject().put("name", "unknown").put("id", "unknown"));
    assertThat(shown.getJsonObject("account_info"))
        .isEqualTo(
            new JsonObject().put("error", "Failed to retrieve detailed account information"));
    assertThat(shown.encode()).doesNotContain("secret");
  }

  @Test
  void no_address_of_an_upload_is_shown_after_one() throws Exception {
    ConfigEntry entry = entry();
    LoadedEntry loaded = setUp(entry);
    store(loaded.backupAgents().get(0), upload(ID, bytes(5 * PART)));

    JsonObject shown = hub.await(() -> integration.diagnostics(entry, Optional.of(loaded), hub));

    assertThat(calls()).contains("b2_upload_part", "b2_upload_file");
    assertThat(shown.encode()).contains(b2.url()).doesNotContain("b2_upload", "upload_url");
  }

  @Test
  void what_is_not_restricted_is_shown_as_null() throws Exception {
    ConfigEntry entry = entry(input(key(READ_AND_WRITE, List.of(), ""), BUCKET, ""));
    LoadedEntry loaded = setUp(entry);

    JsonObject shown = hub.await(() -> integration.diagnostics(entry, Optional.of(loaded), hub));

    JsonObject allowed = shown.getJsonObject("account_info").getJsonObject("allowed");
    assertThat(allowed.getValue("bucketId")).isNull();
    assertThat(allowed.getValue("namePrefix")).isNull();
    assertThat(allowed.getValue("buckets")).isNull();
  }

  @Test
  void of_each_bucket_of_a_key_neither_id_nor_name_is_shown() throws Exception {
    hub.await(b2.createBucket("other-bucket"));
    hub.await(b2.createBucket("doomed-bucket"));
    ApplicationKey key = key(READ_AND_WRITE, List.of(BUCKET, "other-bucket", "doomed-bucket"), "");
    hub.await(b2.deleteBucket("doomed-bucket"));
    ConfigEntry entry = entry(input(key, BUCKET, ""));
    LoadedEntry loaded = setUp(entry);

    JsonObject shown = hub.await(() -> integration.diagnostics(entry, Optional.of(loaded), hub));

    JsonObject redacted = new JsonObject().put("id", "**REDACTED**").put("name", "**REDACTED**");
    JsonObject allowed = shown.getJsonObject("account_info").getJsonObject("allowed");
    assertThat(allowed.getJsonArray("buckets"))
        .containsExactly(redacted, redacted, redacted.copy().putNull("name"));
    assertThat(allowed.getString("bucketId")).isEqualTo("**REDACTED**");
    assertThat(shown.getJsonObject("entry_data").getString("prefix")).isEmpty();
    assertThat(shown.encode()).doesNotContain("other-bucket");
  }

  @Test
  void the_rules_of_the_bucket_and_the_addresses_of_b2_are_shown() throws Exception {
    hub.await(
        b2.setLifecycleRules(
            BUCKET,
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("fileNamePrefix", "ha/")
                        .put("daysFromHidingToDeleting", 3)
                        .put("daysFromStartingToCancelingUnfinishedLargeFiles", 7))));
    ConfigEntry entry = entry(input(readAndWriteKey(), BUCKET, ""));
    LoadedEntry loaded = setUp(entry);

    JsonObject shown = hub.await(() -> integration.diagnostics(entry, Optional.of(loaded), hub));

    JsonObject bucket = shown.getJsonObject("bucket_info");
    assertThat(bucket.getString("type")).isEqualTo("allPrivate");
    assertThat(bucket.getString("id")).hasSize(24);
    assertThat(bucket.getInteger("revision")).isPositive();
    assertThat(bucket.getJsonArray("cors_rules")).isEmpty();
    assertThat(bucket.getJsonArray("lifecycle_rules"))
        .containsExactly(
            new JsonObject()
                .put("fileNamePrefix", "ha/")
                .put("daysFromHidingToDeleting", 3)
                .putNull("daysFromUploadingToHiding")
                .put("daysFromStartingToCancelingUnfinishedLargeFiles", 7));
    JsonObject account = shown.getJsonObject("account_info");
    assertThat(account.fieldNames())
        .containsExactly("account_id", "api_url", "download_url", "minimum_part_size", "allowed");
    assertThat(account.getString("account_id")).isEqualTo("**REDACTED**");
    assertThat(account.getString("api_url")).isEqualTo(b2.url());
    assertThat(account.getString("download_url")).isEqualTo(b2.url());
  }
}
