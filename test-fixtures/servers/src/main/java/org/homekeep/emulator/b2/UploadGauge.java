package org.homekeep.emulator.b2;

/** How many uploads run at the same time, and how many did at most; touched on its context only. */
final class UploadGauge {
  private int now;
  private int most;

  void begin() {
    now++;
    most = Math.max(most, now);
  }

  void end() {
    now--;
  }

  int now() {
    return now;
  }

  int most() {
    return most;
  }

  /** Begins to look for the most anew. */
  void clear() {
    most = now;
  }
}
