package org.homekeep.emulator.b2;

/** What clients ask for with the header {@code X-Bz-Test-Mode}: failures to try themselves on. */
final class TestModes {
  private static final int EVERY = 3;

  private final Service service;
  private int uploads;
  private int accountCalls;

  TestModes(Service service) {
    this.service = service;
  }

  /** Refuses the request when its test mode says so. */
  void apply(Exchange exchange) {
    String mode = exchange.header("X-Bz-Test-Mode").orElse("");
    Target target = exchange.target();
    switch (mode) {
      case "fail_some_uploads" -> {
        if (target.isUpload() && ++uploads % EVERY == 1) {
          throw new B2Error(503, "service_unavailable", "test mode: this upload fails");
        }
      }
      case "expire_some_account_authorization_tokens" -> {
        String token = exchange.header("Authorization").orElse("");
        if (!target.isUpload()
            && service.accountTokens().knows(token)
            && ++accountCalls % EVERY == 1) {
          service.accountTokens().expire(token);
        }
      }
      case "force_cap_exceeded" -> {
        if (target.isUpload() || target.isDownload()) {
          throw new B2Error(403, "cap_exceeded", "test mode: the cap is exceeded");
        }
      }
      default -> {
        // Other modes are for others.
      }
    }
  }
}
