package org.homekeep.emulator.b2;

import java.nio.file.Path;
import java.time.Clock;
import java.util.OptionalInt;

/**
 * How an emulator runs.
 *
 * @param directory where its state lives; created when missing, and one emulator's alone
 * @param host the address it listens on
 * @param port the port it listens on, 0 for any that is free
 * @param minimumPartSize the least bytes of a part that is not the last, in bytes
 * @param recommendedPartSize the part size that clients are told to use, in bytes
 * @param bucketName the bucket that a new directory starts with
 * @param clock the time that tokens and versions go by
 * @param podPort the port of the second pod, 0 for any that is free; absent when both have one port
 * @param lineRate what all uploads share, and what all downloads share, in bytes a second; 0 for no
 *     limit
 */
public record B2EmulatorOptions(
    Path directory,
    String host,
    int port,
    long minimumPartSize,
    long recommendedPartSize,
    String bucketName,
    Clock clock,
    OptionalInt podPort,
    long lineRate) {

  /** The options everybody starts from; only the directory has no default. */
  public static B2EmulatorOptions in(Path directory) {
    return new B2EmulatorOptions(
        directory,
        "127.0.0.1",
        0,
        5_000_000,
        100_000_000,
        "homekeep-demo",
        Clock.systemUTC(),
        OptionalInt.empty(),
        0);
  }

  /** Refuses sizes and ports that cannot be. */
  public B2EmulatorOptions {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("The port must be from 0 to 65535, not " + port + ".");
    }
    if (lineRate < 0) {
      throw new IllegalArgumentException(
          "The line must pass at least 1 byte a second, or 0 for no limit, not %d."
              .formatted(lineRate));
    }
    if (minimumPartSize < 1 || recommendedPartSize < minimumPartSize) {
      throw new IllegalArgumentException(
          "The minimum part size must be at least 1 and at most the recommended part size; %d and %d are not."
              .formatted(minimumPartSize, recommendedPartSize));
    }
  }

  /** The same, listening there. */
  public B2EmulatorOptions listen(String newHost, int newPort) {
    return new B2EmulatorOptions(
        directory,
        newHost,
        newPort,
        minimumPartSize,
        recommendedPartSize,
        bucketName,
        clock,
        podPort,
        lineRate);
  }

  /** The same, with other part sizes in bytes. */
  public B2EmulatorOptions partSizes(long minimum, long recommended) {
    return new B2EmulatorOptions(
        directory, host, port, minimum, recommended, bucketName, clock, podPort, lineRate);
  }

  /** The same, with another first bucket. */
  public B2EmulatorOptions firstBucket(String name) {
    return new B2EmulatorOptions(
        directory,
        host,
        port,
        minimumPartSize,
        recommendedPartSize,
        name,
        clock,
        podPort,
        lineRate);
  }

  /** The same, by another clock. */
  public B2EmulatorOptions clock(Clock newClock) {
    return new B2EmulatorOptions(
        directory,
        host,
        port,
        minimumPartSize,
        recommendedPartSize,
        bucketName,
        newClock,
        podPort,
        lineRate);
  }

  /** The same, with a second pod on a port of its own, 0 for any that is free. */
  public B2EmulatorOptions secondPod(int newPort) {
    return new B2EmulatorOptions(
        directory,
        host,
        port,
        minimumPartSize,
        recommendedPartSize,
        bucketName,
        clock,
        OptionalInt.of(newPort),
        lineRate);
  }

  /** The same, over a line that passes so many bytes a second each way. */
  public B2EmulatorOptions line(long bytesPerSecond) {
    return new B2EmulatorOptions(
        directory,
        host,
        port,
        minimumPartSize,
        recommendedPartSize,
        bucketName,
        clock,
        podPort,
        bytesPerSecond);
  }
}
