package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Sizes around the limit, of archives that are nowhere on the disk (§G 1, 9, 21). */
class SizesTest {
  private static final long LIMIT = 5_000_000_000L;
  private static final String MD5 = "1B2M2Y8AsgTpgAmY7PhCfg==";
  private AgentHome home;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    home = AgentHome.in(directory);
  }

  @AfterEach
  void stop() throws Exception {
    home.close();
  }

  private SignedAddress announce(long size) throws Exception {
    return home.hub.await(
        () ->
            home.hub.blocking(
                () -> {
                  CloudServices services = CloudServices.open(home.hub);
                  services.account().load();
                  return services.storage().announce("x.tar", MD5, size, new JsonObject());
                }));
  }

  @Test
  void the_service_takes_one_byte_less_than_the_limit() throws Exception {
    assertThat(announce(LIMIT - 1).address()).hasHost("127.0.0.1");
  }

  @Test
  void the_service_refuses_the_limit_itself() {
    assertThatThrownBy(() -> announce(LIMIT))
        .isInstanceOfSatisfying(
            CloudFailureException.class,
            refused -> assertThat(refused.failure()).isEqualTo(new CloudFailure.TooLarge(LIMIT)));
  }

  /** Takes minutes, and five gigabytes of the disk: {@code -Dcloud.large=true}. */
  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  @EnabledIfSystemProperty(named = "cloud.large", matches = "true")
  void one_byte_less_than_the_limit_is_stored() throws Exception {
    home.upload(AgentHome.backup("aaaa0001", LIMIT - 1), () -> zeros(LIMIT - 1))
        .await(15, TimeUnit.MINUTES);

    assertThat(home.stored().get(0).size()).isEqualTo(LIMIT - 1);
  }

  private static InputStream zeros(long count) {
    return new InputStream() {
      private long left = count;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] target, int offset, int most) {
        if (left <= 0) {
          return -1;
        }
        int given = (int) Math.min(most, left);
        Arrays.fill(target, offset, offset + given, (byte) 0);
        left -= given;
        return given;
      }
    };
  }
}
