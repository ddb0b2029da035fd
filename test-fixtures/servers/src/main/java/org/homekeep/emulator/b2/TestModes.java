package org.homekeep.emulator.b2;

import java.util.Random;
import java.util.Set;
import org.homekeep.emulator.server.Exchange;
import org.homekeep.emulator.server.Target;

/** What clients ask for with the header {@code X-Bz-Test-Mode}: failures to try themselves on. */
final class TestModes {

  /** The calls beside uploads and downloads that store something, or prepare to. */
  private static final Set<String> CAPPED =
      Set.of(
          "b2_get_upload_url",
          "b2_get_upload_part_url",
          "b2_start_large_file",
          "b2_copy_file",
          "b2_copy_part");

  private final Service service;
  private final NowAndThen uploads = new NowAndThen();
  private final NowAndThen accountCalls = new NowAndThen();

  TestModes(Service service) {
    this.service = service;
  }

  /** Refuses the request when its test mode says so. */
  void apply(Exchange exchange) {
    String mode = exchange.header("X-Bz-Test-Mode").orElse("");
    Target target = exchange.target();
    switch (mode) {
      case "fail_some_uploads" -> {
        if (target.isUpload() && uploads.isNext()) {
          throw new B2Error(503, "service_unavailable", "test mode: this upload fails");
        }
      }
      case "expire_some_account_authorization_tokens" -> {
        String token = exchange.header("Authorization").orElse("");
        if (!target.isUpload() && service.accountTokens().knows(token) && accountCalls.isNext()) {
          service.accountTokens().expire(token);
        }
      }
      case "force_cap_exceeded" -> {
        if (target.isUpload() || target.isDownload() || CAPPED.contains(target.call())) {
          throw new B2Error(403, "cap_exceeded", "test mode: the cap is exceeded");
        }
      }
      default -> {
        // Other modes are for others.
      }
    }
  }

  /**
   * The first, and then every second to fourth: in an order that is always the same, and that no
   * client falls in step with.
   */
  private static final class NowAndThen {
    private final Random gaps = new Random(1);
    private int left = 1;

    boolean isNext() {
      boolean next = --left == 0;
      if (next) {
        left = 2 + gaps.nextInt(3);
      }
      return next;
    }
  }
}
