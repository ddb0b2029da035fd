package org.homekeep.emulator.cloud;

import io.vertx.core.Future;
import java.util.Optional;
import org.homekeep.emulator.server.EmulatorClock;
import org.homekeep.emulator.server.Line;
import org.homekeep.emulator.server.UploadGauge;
import org.homekeep.emulator.server.Watch;
import org.homekeep.emulator.server.Worker;

/** Everything one emulator owns, for the calls that work on it; touched on its context only. */
record CloudService(
    CloudEmulatorOptions options,
    EmulatorClock clock,
    CloudDisk disk,
    Worker worker,
    Users users,
    RefreshTokens refreshTokens,
    Issuer issuer,
    StoredFiles store,
    SignedUrls urls,
    Line line,
    UploadGauge gauge,
    Watch watch) {
  private static final String BEARER = "Bearer ";

  /**
   * The user behind an {@code Authorization} header.
   *
   * @return fails with {@link CloudError} 401 when there is none
   */
  Future<User> user(Optional<String> authorization) {
    return authorization
        .filter(it -> it.startsWith(BEARER))
        .map(it -> issuer.check(it.substring(BEARER.length()), Issuer.ID))
        .orElseGet(() -> Future.failedFuture(unauthorized()))
        .map(id -> users.byId(id).orElseThrow(CloudService::unauthorized));
  }

  private static CloudError unauthorized() {
    return CloudError.api(401, "Unauthorized");
  }
}
