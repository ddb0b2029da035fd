package org.homekeep.app.story;

import static org.homekeep.testkit.TestHub.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A line to a server that lets so many bytes pass in a second, in each direction, and counts. */
final class ShapedLine {
  private static final int BUFFER = 64 * 1024;

  /** What a line misses because this machine is busy and wakes it late, it makes up for. */
  private static final Duration LATE = Duration.ofSeconds(2);

  private static final Duration LOOKING = Duration.ofMillis(20);

  private final Vertx vertx;
  private final URI target;
  private final NetClient client;
  private final Direction up;
  private final Direction down;
  private final int port;

  /**
   * @param bytesPerSecond each way
   */
  ShapedLine(Vertx vertx, String target, long bytesPerSecond) {
    this.vertx = vertx;
    this.target = URI.create(target);
    client = vertx.createNetClient();
    up = new Direction(bytesPerSecond);
    down = new Direction(bytesPerSecond);
    NetServer server =
        vertx.createNetServer(
            new NetServerOptions().setHost("127.0.0.1").setReceiveBufferSize(BUFFER));
    port = await(server.connectHandler(this::connected).listen(0)).actualPort();
  }

  /** Where it begins. */
  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** How many bytes were sent to the server. */
  long sent() {
    return up.passed.get();
  }

  /** Waits until so many bytes were sent. */
  void awaitSent(long bytes) {
    while (sent() < bytes) {
      LockSupport.parkNanos(LOOKING.toNanos());
    }
  }

  /** Lets everything pass from now on as fast as it comes. */
  void open() {
    up.bytesPerSecond = Long.MAX_VALUE;
    down.bytesPerSecond = Long.MAX_VALUE;
  }

  private void connected(NetSocket near) {
    near.pause();
    Future<NetSocket> connected = client.connect(target.getPort(), target.getHost());
    connected.onFailure(refused -> near.close());
    connected.onSuccess(
        far -> {
          far.pause();
          up.carry(near, far);
          down.carry(far, near);
          near.resume();
          far.resume();
        });
  }

  /** One way of the line, which all connections share. */
  private final class Direction {
    private final AtomicLong passed = new AtomicLong();
    private volatile long bytesPerSecond;

    /** Until when what was taken keeps it busy. */
    private final AtomicLong busyUntil = new AtomicLong(System.nanoTime());

    Direction(long bytesPerSecond) {
      this.bytesPerSecond = bytesPerSecond;
    }

    void carry(NetSocket from, NetSocket to) {
      from.exceptionHandler(broken -> to.close());
      from.closeHandler(closed -> to.close());
      from.handler(
          bytes -> {
            passed.addAndGet(bytes.length());
            long takes = (long) (bytes.length() * 1e9 / bytesPerSecond);
            long now = System.nanoTime();
            long since = now - LATE.toNanos();
            long free =
                busyUntil.updateAndGet(until -> (until - since > 0 ? until : since) + takes);
            long wait = Duration.ofNanos(free - now).toMillis();
            if (wait < 1) {
              to.write(bytes);
              return;
            }
            from.pause();
            vertx.setTimer(
                wait,
                timer -> {
                  to.write(bytes);
                  from.resume();
                });
          });
    }
  }
}
