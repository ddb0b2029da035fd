package org.homekeep.emulator.server;

/** How many uploads run at the same time, and how many did at most; touched on its context only. */
public final class UploadGauge {
  private int now;
  private int most;

  public void begin() {
    now++;
    most = Math.max(most, now);
  }

  public void end() {
    now--;
  }

  public int now() {
    return now;
  }

  public int most() {
    return most;
  }

  /** Begins to look for the most anew. */
  public void clear() {
    most = now;
  }
}
