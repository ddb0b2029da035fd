package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.backblaze.b2.client.B2StorageClient;
import com.backblaze.b2.client.contentHandlers.B2ContentMemoryWriter;
import com.backblaze.b2.client.contentSources.B2ByteArrayContentSource;
import com.backblaze.b2.client.exceptions.B2Exception;
import com.backblaze.b2.client.exceptions.B2UnauthorizedException;
import com.backblaze.b2.client.structures.B2FileVersion;
import com.backblaze.b2.client.structures.B2ListFileNamesRequest;
import com.backblaze.b2.client.structures.B2UploadFileRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.homekeep.emulator.fault.FaultRule;
import org.homekeep.emulator.fault.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SdkTest {
  private static final long SEED = 20260101;

  @Test
  void a_small_file_comes_back_byte_for_byte(@TempDir Path directory) throws B2Exception {
    byte[] content = random(70_000);
    try (Fixture fixture = Fixture.in(directory);
        B2StorageClient sdk = fixture.sdk()) {
      String bucketId = sdk.getBucketOrNullByName(Fixture.BUCKET).getBucketId();
      B2FileVersion uploaded =
          sdk.uploadSmallFile(
              B2UploadFileRequest.builder(
                      bucketId,
                      "küche/a b~+c.tar",
                      "application/x-tar",
                      B2ByteArrayContentSource.build(content))
                  .setCustomField("note", "für dich")
                  .build());

      B2ContentMemoryWriter sink = B2ContentMemoryWriter.build();
      sdk.downloadByName(Fixture.BUCKET, "küche/a b~+c.tar", sink);

      assertThat(sink.getBytes()).isEqualTo(content);
      assertThat(uploaded.getContentSha1()).isEqualTo(Fixture.sha1(content));
      assertThat(sdk.getFileInfo(uploaded.getFileId()).getFileInfo())
          .containsEntry("note", "für dich");
    }
  }

  @Test
  void a_large_file_comes_back_byte_for_byte(@TempDir Path directory) throws B2Exception {
    byte[] content = random(1_234_567);
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try (Fixture fixture = Fixture.in(directory);
        B2StorageClient sdk = fixture.sdk()) {
      String bucketId = sdk.getBucketOrNullByName(Fixture.BUCKET).getBucketId();
      B2FileVersion uploaded =
          sdk.uploadLargeFile(
              B2UploadFileRequest.builder(
                      bucketId,
                      "big.tar",
                      "application/x-tar",
                      B2ByteArrayContentSource.build(content))
                  .build(),
              executor);

      B2ContentMemoryWriter sink = B2ContentMemoryWriter.build();
      sdk.downloadById(uploaded.getFileId(), sink);

      assertThat(sink.getBytes()).isEqualTo(content);
      assertThat(fixture.emulator.unfinishedLargeFiles(Fixture.BUCKET).await()).isEmpty();
      assertThat(fixture.emulator.requests().await())
          .extracting(LoggedRequest::call)
          .filteredOn("b2_upload_part"::equals)
          .hasSize(12);
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void the_sdk_pages_through_files_and_folders_and_deletes_them(@TempDir Path directory)
      throws B2Exception {
    try (Fixture fixture = Fixture.in(directory);
        B2StorageClient sdk = fixture.sdk()) {
      String bucketId = sdk.getBucketOrNullByName(Fixture.BUCKET).getBucketId();
      for (String name : List.of("b", "a/1", "a/2", "c", "d/x/y")) {
        sdk.uploadSmallFile(
            B2UploadFileRequest.builder(
                    bucketId, name, "text/plain", B2ByteArrayContentSource.build(new byte[] {1}))
                .build());
      }

      List<String> names = new ArrayList<>();
      for (B2FileVersion version :
          sdk.fileNames(
              B2ListFileNamesRequest.builder(bucketId)
                  .setDelimiter("/")
                  .setMaxFileCount(2)
                  .build())) {
        names.add(version.getFileName());
      }
      sdk.deleteAllFilesInBucket(bucketId);

      assertThat(names).containsExactly("a/", "b", "c", "d/");
      assertThat(fixture.emulator.objects(Fixture.BUCKET).await()).isEmpty();
    }
  }

  @Test
  void the_sdk_understands_a_wrong_key(@TempDir Path directory) {
    try (Fixture fixture = Fixture.in(directory);
        B2StorageClient sdk = fixture.sdk(fixture.emulator.keyId(), "K002wrong")) {
      assertThatThrownBy(sdk::getAccountAuthorization)
          .isInstanceOfSatisfying(
              B2UnauthorizedException.class,
              refused -> assertThat(refused.getCode()).isEqualTo("unauthorized"));
    }
  }

  @Test
  void the_sdk_takes_a_new_upload_url_after_a_503_and_authorises_again_after_an_old_token(
      @TempDir Path directory) throws B2Exception {
    try (Fixture fixture = Fixture.in(directory);
        B2StorageClient sdk = fixture.sdk()) {
      String bucketId = sdk.getBucketOrNullByName(Fixture.BUCKET).getBucketId();
      fixture
          .emulator
          .faults()
          .add(FaultRule.error("b2_upload_file", 503, "service_unavailable"))
          .await();
      fixture.emulator.expireTokens().await();
      fixture.emulator.faults().clearRequests().await();

      sdk.uploadSmallFile(
          B2UploadFileRequest.builder(
                  bucketId, "a", "text/plain", B2ByteArrayContentSource.build(new byte[] {1}))
              .build());

      assertThat(fixture.emulator.requests().await())
          .extracting(LoggedRequest::call, LoggedRequest::status)
          .containsExactly(
              tuple("b2_get_upload_url", 401),
              tuple("b2_authorize_account", 200),
              tuple("b2_get_upload_url", 200),
              tuple("b2_upload_file", 503),
              tuple("b2_get_upload_url", 200),
              tuple("b2_upload_file", 200));
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(SEED).nextBytes(bytes);
    return bytes;
  }
}
