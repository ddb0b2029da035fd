package org.homekeep.emulator.b2;

/** What an upload token stands for: one upload at a time to one bucket or one large file. */
final class UploadSlot {
  private final String keyId;
  private final String target;
  private final String place;
  private boolean busy;

  UploadSlot(String keyId, String target, String place) {
    this.keyId = keyId;
    this.target = target;
    this.place = place;
  }

  String keyId() {
    return keyId;
  }

  /** The id of the bucket or of the large file. */
  String target() {
    return target;
  }

  /** Where it is good: the end of its address. */
  String place() {
    return place;
  }

  /** Begins an upload; refuses while another one is running. */
  void begin(String token) {
    if (busy) {
      throw new B2Error(400, "auth_token_limit", "more than one upload using auth token " + token);
    }
    busy = true;
  }

  void end() {
    busy = false;
  }
}
