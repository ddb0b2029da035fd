package org.homekeep.emulator.cloud;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an emulator of Home Assistant Cloud runs.
 *
 * @param directory where its state lives; created when missing, and one emulator's alone
 * @param network where it listens, and how fast it is
 * @param limit how many bytes a file must be smaller than
 * @param password of the user that a new directory starts with; a random one when absent
 * @param clock the time that tokens and addresses go by
 */
public record CloudEmulatorOptions(
    Path directory, Network network, long limit, Optional<String> password, Clock clock) {
  private static final long LIMIT = 5_000_000_000L;

  /** Refuses a limit that cannot be. */
  public CloudEmulatorOptions {
    if (limit < 1) {
      throw new IllegalArgumentException("The limit must be at least 1 byte, not " + limit + ".");
    }
  }

  /**
   * Where an emulator listens, and how fast it is.
   *
   * @param host the address it listens on
   * @param port the port it listens on, 0 for any that is free
   * @param objectPort the port of the object store, 0 for any that is free; absent when all of the
   *     service has one port
   * @param lineRate what all uploads share, and what all downloads share, in bytes a second; 0 for
   *     no limit
   */
  public record Network(String host, int port, OptionalInt objectPort, long lineRate) {
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

  /** The options everybody starts from; only the directory has no default. */
  public static CloudEmulatorOptions in(Path directory) {
    return new CloudEmulatorOptions(
        directory,
        new Network("127.0.0.1", 0, OptionalInt.empty(), 0),
        LIMIT,
        Optional.empty(),
        Clock.systemUTC());
  }

  /** The same, listening there. */
  public CloudEmulatorOptions listen(String host, int port) {
    return with(new Network(host, port, network.objectPort(), network.lineRate()));
  }

  /** The same, with an object store on a port of its own, 0 for any that is free. */
  public CloudEmulatorOptions objectPort(int port) {
    return with(
        new Network(network.host(), network.port(), OptionalInt.of(port), network.lineRate()));
  }

  /** The same, over a line that passes so many bytes a second each way. */
  public CloudEmulatorOptions line(long bytesPerSecond) {
    return with(new Network(network.host(), network.port(), network.objectPort(), bytesPerSecond));
  }

  private CloudEmulatorOptions with(Network changed) {
    return new CloudEmulatorOptions(directory, changed, limit, password, clock);
  }

  /** The same, for files smaller than so many bytes. */
  public CloudEmulatorOptions limit(long bytes) {
    return new CloudEmulatorOptions(directory, network, bytes, password, clock);
  }

  /** The same, with this password of the first user. */
  public CloudEmulatorOptions password(String firstPassword) {
    return new CloudEmulatorOptions(directory, network, limit, Optional.of(firstPassword), clock);
  }

  /** The same, by another clock. */
  public CloudEmulatorOptions clock(Clock changed) {
    return new CloudEmulatorOptions(directory, network, limit, password, changed);
  }
}
