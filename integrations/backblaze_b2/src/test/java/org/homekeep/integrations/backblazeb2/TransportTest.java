package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.InputStreamEntity;
import org.homekeep.checks.Patience;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransportTest extends EmulatorTest {

  @Test
  void without_a_plain_service_address_nothing_is_sent_in_the_clear() throws Exception {
    Duration any = Duration.ofSeconds(5);
    Settings secure =
        new Settings(URI.create("https://api.backblazeb2.com"), any, any, any, any, any, PART);
    try (Transport transport = Transport.open(secure, any)) {
      assertThatThrownBy(
              () ->
                  transport.api().getContent(b2.url() + "/secret", null, (headers, content) -> {}))
          .hasMessageContaining("http protocol is not supported");
    }
    assertThat(calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"8, 8000", "60, 60000", "120, 60000"})
  void a_connection_may_take_as_long_as_an_answer_and_at_most_a_minute(
      int silenceSeconds, int milliseconds) throws Exception {
    HttpGet request = new HttpGet(b2.url() + "/nothing");

    try (Transport transport =
        Transport.open(Settings.of(hub), Duration.ofSeconds(silenceSeconds))) {
      transport.http().execute(request).close();
    }

    assertThat(request.getConfig().getConnectTimeout()).isEqualTo(milliseconds);
    assertThat(request.getConfig().getConnectionRequestTimeout()).isEqualTo(milliseconds);
    assertThat(request.getConfig().getSocketTimeout()).isEqualTo(silenceSeconds * 1000);
  }

  @Test
  void a_body_goes_out_in_pieces_of_32_kibibytes() throws Exception {
    List<Integer> wanted = new ArrayList<>();
    InputStream body =
        new FilterInputStream(new ByteArrayInputStream(bytes(PART))) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            wanted.add(length);
            return super.read(target, offset, length);
          }
        };
    HttpPost request = new HttpPost(b2.url() + "/nothing");
    request.setEntity(new InputStreamEntity(body, PART));

    try (Transport transport = Transport.open(Settings.of(hub), Duration.ofSeconds(60))) {
      transport.http().execute(request).close();
    }

    assertThat(wanted).containsOnly(32 * 1024).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  @SuppressWarnings("try") // Closing early is what is tested.
  void closing_breaks_a_call_that_would_block() throws Exception {
    fault(FaultRule.of("b2_authorize_account", FaultAction.STALL));
    try (Transport transport = Transport.open(Settings.of(hub), Duration.ofMinutes(10))) {
      Thread closer =
          new Thread(
              () -> {
                try {
                  Patience.await(() -> calls().contains("b2_authorize_account"));
                } catch (Exception unexpected) {
                  throw new IllegalStateException(unexpected);
                } finally {
                  transport.close();
                }
              });
      closer.start();

      assertThatThrownBy(
              () ->
                  new Authorizer(Settings.of(hub), BucketConfig.of(input("a", "b", BUCKET, "")))
                      .authorize(transport))
          .isInstanceOf(Exception.class);
      closer.join();
    }
  }
}
