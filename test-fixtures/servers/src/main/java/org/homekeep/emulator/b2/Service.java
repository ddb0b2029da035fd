package org.homekeep.emulator.b2;

import java.util.Optional;
import org.homekeep.emulator.server.EmulatorClock;
import org.homekeep.emulator.server.Line;
import org.homekeep.emulator.server.Tokens;
import org.homekeep.emulator.server.UploadGauge;
import org.homekeep.emulator.server.Watch;
import org.homekeep.emulator.server.Worker;

/** Everything one emulator owns, for the calls that work on it; touched on its context only. */
record Service(
    B2EmulatorOptions options,
    EmulatorClock clock,
    Disk disk,
    Worker worker,
    Account account,
    Catalogue catalogue,
    Tokens<String> accountTokens,
    Tokens<UploadSlot> uploadTokens,
    Tokens<DownloadRight> downloadTokens,
    Line line,
    UploadGauge gauge,
    Watch watch,
    Pods pods) {

  /** The caller behind an account token. */
  Grant grant(Optional<String> token) {
    return grantOf(
        accountTokens.require(
            token
                .filter(text -> !text.isBlank())
                .orElseThrow(
                    () ->
                        new B2Error(401, "missing_auth_token", "Missing header: Authorization"))));
  }

  /** The caller behind a key id; refuses when the key is gone or too old. */
  Grant grantOf(String keyId) {
    Key key =
        account
            .key(keyId)
            .orElseThrow(() -> new B2Error(401, "bad_auth_token", "The key was deleted"));
    if (key.isExpired(clock.now())) {
      throw new B2Error(401, "expired_auth_token", "The application key has expired");
    }
    return new Grant(key);
  }

  /** The file version with this id; refuses ids of another shape and versions that are gone. */
  FileVersion requireVersion(String fileId) {
    return version(fileId).orElseThrow(() -> B2Error.notFound("File not present: " + fileId));
  }

  Optional<FileVersion> version(String fileId) {
    if (!Ids.isFile(fileId)) {
      throw B2Error.badRequest("Invalid fileId: " + fileId);
    }
    return catalogue.version(fileId);
  }
}
