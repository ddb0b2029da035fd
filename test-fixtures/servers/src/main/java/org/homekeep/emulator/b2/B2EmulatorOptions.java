package org.homekeep.emulator.b2;

import java.nio.file.Path;
import java.time.Clock;
import java.util.OptionalInt;

/**
 * How an emulator runs.
 *
 * @param directory where its state lives; created when missing, and one emulator's alone
 * @param network where it listens, and how fast it is
 * @param parts the sizes of parts that clients are told
 * @param bucketName the bucket that a new directory starts with
 * @param clock the time that tokens and versions go by
 */
public record B2EmulatorOptions(
    Path directory, Network network, PartSizes parts, String bucketName, Clock clock) {

  /**
   * Where an emulator listens, and how fast it is.
   *
   * @param host the address it listens on
   * @param port the port it listens on, 0 for any that is free
   * @param podPort the port of the second pod, 0 for any that is free; absent when both have one
   *     port
   * @param lineRate what all uploads share, and what all downloads share, in bytes a second; 0 for
   *     no limit
   */
  public record Network(String host, int port, OptionalInt podPort, long lineRate) {
    /** Refuses ports and rates that cannot be. */
    public Network {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("The port must be from 0 to 65535, not " + port + ".");
      }
      if (lineRate < 0) {
        throw new IllegalArgumentException(
            "The line must pass at least 1 byte a second, or 0 for no limit, not %d."
                .formatted(lineRate));
      }
    }
  }

  /**
   * The sizes of parts that clients are told.
   *
   * @param minimum the least bytes of a part that is not the last
   * @param recommended the bytes that a part should have
   */
  public record PartSizes(long minimum, long recommended) {
    /** Refuses sizes that cannot be. */
    public PartSizes {
      if (minimum < 1 || recommended < minimum) {
        throw new IllegalArgumentException(
            "The minimum part size must be at least 1 and at most the recommended part size; %d and %d are not."
                .formatted(minimum, recommended));
      }
    }
  }

  /** The options everybody starts from; only the directory has no default. */
  public static B2EmulatorOptions in(Path directory) {
    return new B2EmulatorOptions(
        directory,
        new Network("127.0.0.1", 0, OptionalInt.empty(), 0),
        new PartSizes(5_000_000, 100_000_000),
        "homekeep-demo",
        Clock.systemUTC());
  }

  /** The same, listening there. */
  public B2EmulatorOptions listen(String host, int port) {
    return with(new Network(host, port, network.podPort(), network.lineRate()));
  }

  /** The same, with a second pod on a port of its own, 0 for any that is free. */
  public B2EmulatorOptions secondPod(int port) {
    return with(
        new Network(network.host(), network.port(), OptionalInt.of(port), network.lineRate()));
  }

  /** The same, over a line that passes so many bytes a second each way. */
  public B2EmulatorOptions line(long bytesPerSecond) {
    return with(new Network(network.host(), network.port(), network.podPort(), bytesPerSecond));
  }

  private B2EmulatorOptions with(Network changed) {
    return new B2EmulatorOptions(directory, changed, parts, bucketName, clock);
  }

  /** The same, with other part sizes in bytes. */
  public B2EmulatorOptions partSizes(long minimum, long recommended) {
    PartSizes changed = new PartSizes(minimum, recommended);
    return new B2EmulatorOptions(directory, network, changed, bucketName, clock);
  }

  /** The same, with another first bucket. */
  public B2EmulatorOptions firstBucket(String name) {
    return new B2EmulatorOptions(directory, network, parts, name, clock);
  }

  /** The same, by another clock. */
  public B2EmulatorOptions clock(Clock changed) {
    return new B2EmulatorOptions(directory, network, parts, bucketName, changed);
  }
}
