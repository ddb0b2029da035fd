package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.backblaze.b2.client.B2CopyingPartStorer;
import com.backblaze.b2.client.B2StorageClient;
import com.backblaze.b2.client.B2UploadingPartStorer;
import com.backblaze.b2.client.contentHandlers.B2ContentFileWriter;
import com.backblaze.b2.client.contentHandlers.B2ContentMemoryWriter;
import com.backblaze.b2.client.contentSources.B2ByteArrayContentSource;
import com.backblaze.b2.client.contentSources.B2FileContentSource;
import com.backblaze.b2.client.exceptions.B2BadRequestException;
import com.backblaze.b2.client.exceptions.B2Exception;
import com.backblaze.b2.client.exceptions.B2ForbiddenException;
import com.backblaze.b2.client.exceptions.B2NotFoundException;
import com.backblaze.b2.client.exceptions.B2UnauthorizedException;
import com.backblaze.b2.client.structures.B2ApplicationKey;
import com.backblaze.b2.client.structures.B2Bucket;
import com.backblaze.b2.client.structures.B2BucketTypes;
import com.backblaze.b2.client.structures.B2Capabilities;
import com.backblaze.b2.client.structures.B2CopyFileRequest;
import com.backblaze.b2.client.structures.B2CreateBucketRequest;
import com.backblaze.b2.client.structures.B2CreateKeyRequest;
import com.backblaze.b2.client.structures.B2CreatedApplicationKey;
import com.backblaze.b2.client.structures.B2DeleteFileVersionRequest;
import com.backblaze.b2.client.structures.B2DeleteKeyRequest;
import com.backblaze.b2.client.structures.B2DownloadByIdRequest;
import com.backblaze.b2.client.structures.B2DownloadByNameRequest;
import com.backblaze.b2.client.structures.B2FileRetention;
import com.backblaze.b2.client.structures.B2FileRetentionMode;
import com.backblaze.b2.client.structures.B2FileVersion;
import com.backblaze.b2.client.structures.B2GetDownloadAuthorizationRequest;
import com.backblaze.b2.client.structures.B2LegalHold;
import com.backblaze.b2.client.structures.B2LifecycleRule;
import com.backblaze.b2.client.structures.B2Part;
import com.backblaze.b2.client.structures.B2StartLargeFileRequest;
import com.backblaze.b2.client.structures.B2UpdateBucketRequest;
import com.backblaze.b2.client.structures.B2UpdateFileLegalHoldRequest;
import com.backblaze.b2.client.structures.B2UpdateFileRetentionRequest;
import com.backblaze.b2.client.structures.B2UploadFileRequest;
import com.backblaze.b2.client.structures.B2UploadListener;
import com.backblaze.b2.util.B2ByteRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.homekeep.checks.Seed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each call that the Java client of Backblaze can make. */
class SdkCallsTest {
  private static final int PART = 100_000;

  @TempDir Path directory;
  private final Random random = Seed.random("content");
  private final ExecutorService executor = Executors.newFixedThreadPool(4);
  private Fixture fixture;
  private B2StorageClient sdk;
  private String bucketId = "";

  @BeforeEach
  void start() throws B2Exception {
    fixture = Fixture.in(directory.resolve("b2"));
    sdk = fixture.sdk();
    bucketId = sdk.getBucketOrNullByName(Fixture.BUCKET).getBucketId();
  }

  @AfterEach
  void stop() {
    executor.shutdown();
    sdk.close();
    fixture.close();
  }

  @Test
  void files_from_0_bytes_to_300_megabytes_come_back_as_they_were() throws Exception {
    for (int size : List.of(0, 1, PART - 1, PART, 2 * PART + 1, 300_000_000)) {
      Path sent = Tree.file(directory.resolve("sent"), size, random);
      B2UploadFileRequest request =
          B2UploadFileRequest.builder(
                  bucketId, "file", "application/x-tar", B2FileContentSource.build(sent.toFile()))
              .build();

      B2FileVersion stored =
          size < 2 * PART ? sdk.uploadSmallFile(request) : sdk.uploadLargeFile(request, executor);

      Path got = directory.resolve("got");
      Files.deleteIfExists(got);
      sdk.downloadById(stored.getFileId(), B2ContentFileWriter.builder(got.toFile()).build());
      assertThat(stored.getContentLength()).isEqualTo(size);
      assertThat(Files.mismatch(sent, got)).as("%d bytes", size).isEqualTo(-1);
    }
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private B2FileVersion upload(String name, byte[] content) throws B2Exception {
    return sdk.uploadSmallFile(
        B2UploadFileRequest.builder(
                bucketId, name, "text/plain", B2ByteArrayContentSource.build(content))
            .build());
  }

  private byte[] content(String fileId) throws B2Exception {
    B2ContentMemoryWriter sink = B2ContentMemoryWriter.build();
    sdk.downloadById(fileId, sink);
    return sink.getBytes();
  }

  private static <T> List<T> list(Iterable<T> iterable) {
    return StreamSupport.stream(iterable.spliterator(), false).toList();
  }

  @Test
  void a_bucket_is_created_changed_and_deleted() throws B2Exception {
    B2LifecycleRule rule =
        B2LifecycleRule.builder("logs/")
            .setDaysFromHidingToDeleting(1)
            .setDaysFromUploadingToHiding(7)
            .setDaysFromStartingToCancelingUnfinishedLargeFiles(2)
            .build();

    B2Bucket created =
        sdk.createBucket(
            B2CreateBucketRequest.builder("a-new-bucket", B2BucketTypes.ALL_PRIVATE)
                .setBucketInfo(Map.of("purpose", "test"))
                .setLifecycleRules(List.of(rule))
                .build());
    B2Bucket changed =
        sdk.updateBucket(
            B2UpdateBucketRequest.builder(created)
                .setBucketType(B2BucketTypes.ALL_PUBLIC)
                .setBucketInfo(Map.of("purpose", "another"))
                .build());

    assertThat(created.getLifecycleRules()).containsExactly(rule);
    assertThat(changed.getBucketType()).isEqualTo(B2BucketTypes.ALL_PUBLIC);
    assertThat(changed.getRevision()).isGreaterThan(created.getRevision());
    assertThat(sdk.getBucketOrNullByName("a-new-bucket").getBucketInfo())
        .containsEntry("purpose", "another");
    assertThat(sdk.buckets()).hasSize(2);

    sdk.deleteBucket(created.getBucketId());

    assertThat(sdk.getBucketOrNullByName("a-new-bucket")).isNull();
  }

  @Test
  void a_bucket_with_files_is_not_deleted_and_a_taken_name_is_refused() throws B2Exception {
    upload("file", bytes(10));

    assertThatThrownBy(() -> sdk.deleteBucket(bucketId))
        .isInstanceOfSatisfying(
            B2BadRequestException.class,
            refused -> assertThat(refused.getCode()).isEqualTo("cannot_delete_non_empty_bucket"));
    assertThatThrownBy(() -> sdk.createBucket(Fixture.BUCKET, B2BucketTypes.ALL_PRIVATE))
        .isInstanceOfSatisfying(
            B2BadRequestException.class,
            refused -> assertThat(refused.getCode()).isEqualTo("duplicate_bucket_name"));
  }

  @Test
  void keys_are_created_listed_in_pages_used_and_deleted() throws B2Exception {
    for (int i = 0; i < 5; i++) {
      createKey("key-" + i);
    }
    B2CreatedApplicationKey key = createKey("used");

    List<B2ApplicationKey> listed = list(sdk.applicationKeys());
    try (B2StorageClient restricted =
        fixture.sdk(key.getApplicationKeyId(), key.getApplicationKey())) {
      assertThat(list(restricted.fileNames(bucketId))).isEmpty();
      assertThatThrownBy(() -> restricted.deleteBucket(bucketId))
          .isInstanceOf(B2UnauthorizedException.class);
    }
    sdk.deleteKey(B2DeleteKeyRequest.builder(key.getApplicationKeyId()).build());

    assertThat(listed).extracting(B2ApplicationKey::getKeyName).contains("key-0", "key-4", "used");
    assertThat(list(sdk.applicationKeys()))
        .extracting(B2ApplicationKey::getKeyName)
        .doesNotContain("used");
    try (B2StorageClient refused =
        fixture.sdk(key.getApplicationKeyId(), key.getApplicationKey())) {
      assertThatThrownBy(refused::getAccountAuthorization)
          .isInstanceOf(B2UnauthorizedException.class);
    }
  }

  private B2CreatedApplicationKey createKey(String name) throws B2Exception {
    return sdk.createKey(
        B2CreateKeyRequest.builder(
                new TreeSet<>(List.of(B2Capabilities.LIST_FILES, B2Capabilities.READ_FILES)), name)
            .setBucketId(bucketId)
            .setValidDurationInSeconds(Duration.ofDays(1).toSeconds())
            .build());
  }

  @Test
  void a_file_is_copied_whole_and_in_part_with_its_notes_or_new_ones() throws B2Exception {
    byte[] content = bytes(5_000);
    B2FileVersion source = upload("source", content);

    B2FileVersion whole =
        sdk.copySmallFile(B2CopyFileRequest.builder(source.getFileId(), "whole").build());
    B2FileVersion part =
        sdk.copySmallFile(
            B2CopyFileRequest.builder(source.getFileId(), "part")
                .setRange(B2ByteRange.between(1_000, 1_999))
                .setMetadataDirective("REPLACE")
                .setContentType("application/x-part")
                .setFileInfo(Map.of("of", "source"))
                .build());

    assertThat(content(whole.getFileId())).isEqualTo(content);
    assertThat(content(part.getFileId())).isEqualTo(Arrays.copyOfRange(content, 1_000, 2_000));
    assertThat(part.getContentType()).isEqualTo("application/x-part");
    assertThat(part.getFileInfo()).containsEntry("of", "source");
  }

  @Test
  void a_large_file_is_put_together_of_what_is_sent_and_what_is_copied() throws Exception {
    byte[] known = bytes(2 * PART);
    byte[] fresh = bytes(PART);
    B2FileVersion source = upload("source", known);
    B2FileVersion begun = start("whole");

    B2FileVersion whole =
        sdk.storeLargeFile(
            begun,
            List.of(
                new B2CopyingPartStorer(
                    1, source.getFileId(), B2ByteRange.between(PART, 2 * PART - 1)),
                new B2UploadingPartStorer(2, B2ByteArrayContentSource.build(fresh))),
            B2UploadListener.noopListener(),
            executor);

    byte[] content = content(whole.getFileId());
    assertThat(Arrays.copyOf(content, PART)).isEqualTo(Arrays.copyOfRange(known, PART, 2 * PART));
    assertThat(Arrays.copyOfRange(content, PART, 2 * PART)).isEqualTo(fresh);
  }

  private B2FileVersion start(String name) throws B2Exception {
    return sdk.startLargeFile(
        B2StartLargeFileRequest.builder(bucketId, name, "application/x-tar").build());
  }

  @Test
  void an_unfinished_file_is_found_with_its_parts_gone_on_with_and_cancelled() throws Exception {
    byte[] content = bytes(3 * PART);
    B2FileVersion begun = start("begun");
    B2FileVersion other = start("other");
    sdk.storePartsForLargeFile(
        begun,
        List.of(
            new B2UploadingPartStorer(
                1, B2ByteArrayContentSource.build(Arrays.copyOf(content, PART)))),
        B2UploadListener.noopListener(),
        executor);

    List<B2FileVersion> unfinished = list(sdk.unfinishedLargeFiles(bucketId));
    List<B2Part> parts = list(sdk.parts(begun.getFileId()));
    B2FileVersion finished =
        sdk.finishUploadingLargeFile(
            begun,
            B2UploadFileRequest.builder(
                    bucketId, "begun", "application/x-tar", B2ByteArrayContentSource.build(content))
                .build(),
            executor);
    sdk.cancelLargeFile(other.getFileId());

    assertThat(unfinished)
        .extracting(B2FileVersion::getFileName)
        .containsExactlyInAnyOrder("begun", "other");
    assertThat(parts).extracting(B2Part::getPartNumber).containsExactly(1);
    assertThat(content(finished.getFileId())).isEqualTo(content);
    assertThat(list(sdk.unfinishedLargeFiles(bucketId))).isEmpty();
    assertThatThrownBy(() -> sdk.cancelLargeFile(other.getFileId()))
        .isInstanceOf(B2BadRequestException.class);
  }

  @Test
  void ranges_are_read_by_id_and_by_name() throws B2Exception {
    byte[] content = bytes(1_000);
    B2FileVersion stored = upload("file", content);
    B2ContentMemoryWriter byId = B2ContentMemoryWriter.build();
    B2ContentMemoryWriter byName = B2ContentMemoryWriter.build();

    sdk.downloadById(
        B2DownloadByIdRequest.builder(stored.getFileId())
            .setRange(B2ByteRange.between(10, 19))
            .build(),
        byId);
    sdk.downloadByName(
        B2DownloadByNameRequest.builder(Fixture.BUCKET, "file")
            .setRange(B2ByteRange.startAt(990))
            .build(),
        byName);

    assertThat(byId.getBytes()).isEqualTo(Arrays.copyOfRange(content, 10, 20));
    assertThat(byName.getBytes()).isEqualTo(Arrays.copyOfRange(content, 990, 1_000));
  }

  @Test
  void somebody_with_a_download_authorisation_reads_that_prefix_alone() throws B2Exception {
    byte[] content = bytes(100);
    upload("shared/file", content);
    upload("private", content);
    String token =
        sdk.getDownloadAuthorization(
                B2GetDownloadAuthorizationRequest.builder(bucketId, "shared/", 60).build())
            .getAuthorizationToken();

    assertThat(got(sdk.getDownloadByNameUrl(Fixture.BUCKET, "shared/file"), token)).isEqualTo(200);
    assertThat(got(sdk.getDownloadByNameUrl(Fixture.BUCKET, "private"), token)).isEqualTo(401);
  }

  private int got(String url, String token) {
    return fixture.send(fixture.request(url).header("Authorization", token).GET()).status();
  }

  @Test
  void what_is_known_of_a_file_is_told_by_id_and_by_name() throws B2Exception {
    B2FileVersion stored = upload("a file", bytes(100));

    assertThat(sdk.getFileInfo(stored.getFileId()).getContentSha1())
        .isEqualTo(stored.getContentSha1());
    assertThat(sdk.getFileInfoByName(Fixture.BUCKET, "a file").getFileId())
        .isEqualTo(stored.getFileId());
    assertThatThrownBy(() -> sdk.getFileInfoByName(Fixture.BUCKET, "no file"))
        .isInstanceOf(B2NotFoundException.class);
  }

  @Test
  void a_hidden_file_is_listed_among_the_versions_alone_until_its_mark_is_deleted()
      throws B2Exception {
    B2FileVersion stored = upload("file", bytes(100));

    B2FileVersion mark = sdk.hideFile(bucketId, "file");

    assertThat(list(sdk.fileNames(bucketId))).isEmpty();
    assertThat(list(sdk.fileVersions(bucketId)))
        .extracting(B2FileVersion::getAction)
        .containsExactly("hide", "upload");

    sdk.deleteFileVersion(mark);

    assertThat(list(sdk.fileNames(bucketId)))
        .extracting(B2FileVersion::getFileId)
        .containsExactly(stored.getFileId());
  }

  @Test
  void versions_are_listed_in_pages_newest_first() throws B2Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, upload("same", bytes(i)).getFileId());
    }

    assertThat(list(sdk.fileVersions(bucketId)))
        .extracting(B2FileVersion::getFileId)
        .containsExactlyElementsOf(ids);
  }

  @Test
  void a_locked_file_is_not_deleted_but_with_the_right_to_pass_by() throws B2Exception {
    B2Bucket locking =
        sdk.createBucket(
            B2CreateBucketRequest.builder("locking-bucket", B2BucketTypes.ALL_PRIVATE)
                .setFileLockEnabled(true)
                .build());
    B2FileVersion file =
        sdk.uploadSmallFile(
            B2UploadFileRequest.builder(
                    locking.getBucketId(),
                    "kept",
                    "text/plain",
                    B2ByteArrayContentSource.build(bytes(10)))
                .build());
    long until = System.currentTimeMillis() + Duration.ofDays(2).toMillis();

    sdk.updateFileRetention(
        B2UpdateFileRetentionRequest.builder(
                "kept",
                file.getFileId(),
                new B2FileRetention(B2FileRetentionMode.GOVERNANCE, until))
            .build());
    sdk.updateFileLegalHold(
        B2UpdateFileLegalHoldRequest.builder("kept", file.getFileId(), B2LegalHold.ON).build());

    assertThat(sdk.getFileInfo(file.getFileId()).getFileRetention().getRetainUntilTimestamp())
        .isEqualTo(until);
    assertThatThrownBy(() -> sdk.deleteFileVersion(file)).isInstanceOf(B2Exception.class);

    sdk.updateFileLegalHold(
        B2UpdateFileLegalHoldRequest.builder("kept", file.getFileId(), B2LegalHold.OFF).build());

    assertThatThrownBy(() -> sdk.deleteFileVersion(file)).isInstanceOf(B2ForbiddenException.class);

    sdk.deleteFileVersion(
        B2DeleteFileVersionRequest.builder("kept", file.getFileId())
            .setBypassGovernance(true)
            .build());

    assertThat(list(sdk.fileVersions(locking.getBucketId()))).isEmpty();
  }

  @Test
  void the_account_tells_its_limits_and_whose_it_is() throws B2Exception {
    assertThat(sdk.getAccountId()).isEqualTo(fixture.emulator.accountId());
    assertThat(sdk.getFilePolicy().couldBeLargeFile(2 * PART)).isTrue();
    assertThat(sdk.getAccountAuthorization().getAbsoluteMinimumPartSize()).isEqualTo(1_000);
    sdk.invalidateAccountAuthorization();
    assertThat(sdk.buckets()).hasSize(1);
  }
}
