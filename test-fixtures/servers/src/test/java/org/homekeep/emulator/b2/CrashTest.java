package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import com.backblaze.b2.client.B2StorageClient;
import com.backblaze.b2.client.contentSources.B2ByteArrayContentSource;
import com.backblaze.b2.client.exceptions.B2Exception;
import com.backblaze.b2.client.structures.B2GetUploadUrlRequest;
import com.backblaze.b2.client.structures.B2UploadFileRequest;
import com.backblaze.b2.client.structures.B2UploadUrlResponse;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {
  private static final int FILES = 20;

  @Test
  void a_killed_emulator_keeps_what_it_acknowledged_and_shows_nothing_half(@TempDir Path directory)
      throws IOException, InterruptedException, B2Exception {
    try (EmulatorProcess process = EmulatorProcess.start(directory);
        B2StorageClient sdk =
            Fixture.sdk(process.url(), process.keyId(), process.applicationKey())) {
      String bucketId = sdk.getBucketOrNullByName(Fixture.BUCKET).getBucketId();
      for (int i = 0; i < FILES; i++) {
        sdk.uploadSmallFile(
            B2UploadFileRequest.builder(
                    bucketId, name(i), "text/plain", B2ByteArrayContentSource.build(content(i)))
                .build());
      }
      try (Socket socket = halfUpload(sdk, bucketId)) {
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        process.kill();
      }
    }

    try (Fixture fixture = Fixture.in(directory)) {
      Fixture.Session session = fixture.master();

      assertThat(fixture.emulator.objects(Fixture.BUCKET).await())
          .extracting(StoredObject::name)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, FILES).mapToObj(CrashTest::name).toList());
      assertThat(session.get("/file/%s/%s".formatted(Fixture.BUCKET, name(7))).body())
          .isEqualTo(content(7));
      assertThat(directory.resolve("tmp")).isEmptyDirectory();
    }
  }

  /** An upload whose head was accepted and whose body is not complete. */
  private static Socket halfUpload(B2StorageClient sdk, String bucketId)
      throws B2Exception, IOException {
    B2UploadUrlResponse target = sdk.getUploadUrl(B2GetUploadUrlRequest.builder(bucketId).build());
    URI uri = URI.create(target.getUploadUrl());
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(20_000);
    String head =
        String.join(
            "\r\n",
            "POST " + uri.getPath() + " HTTP/1.1",
            "Host: " + uri.getAuthority(),
            "Authorization: " + target.getAuthorizationToken(),
            "X-Bz-File-Name: half",
            "Content-Type: b2/x-auto",
            "Content-Length: 1000",
            "X-Bz-Content-Sha1: do_not_verify",
            "Expect: 100-continue",
            "",
            "x".repeat(500));
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String name(int number) {
    return "file-" + number;
  }

  private static byte[] content(int number) {
    return ("content " + number).getBytes(StandardCharsets.UTF_8);
  }
}
