package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to have arrived over a slow line, behind buffers that take megabytes at once. */
class ArrivalTest {
  private static final int MEGABYTE = 1_000_000;
  private static final int BUFFER = 6 * MEGABYTE;
  private static final long TEN_MEGABITS = 1_250_000;
  private static final long STEP = Duration.ofMillis(20).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** The hub takes the speed from so much time. */
  private static final long WINDOW = 60 * SECOND;

  private long now;
  private final Arrival arrival = new Arrival(() -> now);
  private final List<Said> said = new ArrayList<>();

  /** What was said of an upload, with what was true. */
  private record Said(long at, long bytes, long truth, double secondsLeft) {}

  /** A line that all bodies under way share, and what waits before it. */
  private final class Line {
    private final int buffer;
    private final List<Body> underWay = new ArrayList<>();
    private long bytesPerSecond;
    private long passed;

    Line(int buffer, long bytesPerSecond) {
      this.buffer = buffer;
      this.bytesPerSecond = bytesPerSecond;
    }

    void pass() {
      now += STEP;
      for (Body body : underWay) {
        body.fill(buffer);
      }
      long busy = underWay.stream().filter(Body::waits).count();
      for (Body body : List.copyOf(underWay)) {
        if (body.waits()) {
          long bytes = Math.min(body.buffered, bytesPerSecond * STEP / SECOND / busy);
          body.buffered -= bytes;
          passed += bytes;
        }
        if (body.left == 0 && body.buffered == 0) {
          body.sent.confirmed();
          underWay.remove(body);
        }
      }
    }

    void breakOff() {
      for (Body body : underWay) {
        passed -= body.size - body.left - body.buffered;
        body.sent.lost();
        body.sent = arrival.begin();
        body.left = body.size;
        body.buffered = 0;
      }
    }
  }

  /** One part at a connection. */
  private final class Body {
    private final long size;
    private Arrival.Body sent = arrival.begin();
    private long left;
    private long buffered;

    Body(long size) {
      this.size = size;
      this.left = size;
    }

    /** As Linux does, which wakes whoever waits when a third is free. */
    void fill(int buffer) {
      long free = buffer - buffered;
      if (free >= buffer / 3 && left > 0) {
        long bytes = Math.min(free, left);
        left -= bytes;
        buffered += bytes;
        sent.handedOver((int) bytes);
      }
    }

    boolean waits() {
      return buffered > 0;
    }
  }

  /**
   * An upload.
   *
   * @param pause before each part, as its bytes have to be read
   */
  private record Upload(long size, long part, int inFlight, Duration pause) {
    Upload(long megabytes, long part, int inFlight) {
      this(megabytes * MEGABYTE, part * MEGABYTE, inFlight, Duration.ZERO);
    }
  }

  /** What happens to the line, and when. */
  private final TreeMap<Long, Runnable> events = new TreeMap<>();

  private void after(int seconds, Runnable event) {
    events.put(seconds * SECOND, event);
  }

  private void send(Line line, Upload upload) {
    TreeMap<Long, Long> marks = new TreeMap<>(Map.of(now, 0L));
    long begun = 0;
    long ready = now + upload.pause.toNanos();
    while (line.passed < upload.size || !line.underWay.isEmpty()) {
      while (!events.isEmpty() && events.firstKey() <= now) {
        events.pollFirstEntry().getValue().run();
      }
      // As an upload does: how many parts at once pay is seen after the first.
      int most = line.passed < upload.part ? 1 : upload.inFlight;
      if (begun < upload.size && line.underWay.size() < most && now >= ready) {
        long size = Math.min(upload.part, upload.size - begun);
        line.underWay.add(new Body(size));
        begun += size;
        ready = now + upload.pause.toNanos();
      }
      line.pass();
      if (now - marks.lastKey() >= SECOND) {
        long bytes = arrival.bytes();
        marks.put(now, bytes);
        Map.Entry<Long, Long> from = marks.ceilingEntry(now - WINDOW);
        double speed = (bytes - from.getValue()) / (double) Math.max(1, now - from.getKey());
        said.add(new Said(now, bytes, line.passed, (upload.size - bytes) / speed / SECOND));
      }
    }
  }

  /** The most by which the time left was wrong after a tenth, as a share of it. */
  private double wrong(Upload upload) {
    return said.stream()
        .filter(each -> each.bytes > upload.size / 10 && now - each.at > 5 * SECOND)
        .mapToDouble(each -> Math.abs(each.secondsLeft * SECOND / (now - each.at) - 1))
        .max()
        .orElseThrow();
  }

  /** The most by which the bytes were wrong between two seconds. */
  private long wrongBytes(long from, long until) {
    return said.stream()
        .filter(each -> each.at >= from * SECOND && each.at < until * SECOND)
        .mapToLong(each -> Math.abs(each.bytes - each.truth))
        .max()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "512, 16, 1",
    "512, 16, 2",
    "512, 16, 3",
    "512, 8, 1",
    "512, 8, 2",
    "512, 8, 3",
    "100, 8, 1",
    "100, 8, 3",
    "64, 4, 3",
    "512, 15, 1",
    "512, 15, 3"
  })
  void on_a_steady_line_the_time_left_is_right(long size, long part, int inFlight) {
    Upload upload = new Upload(size, part, inFlight);

    send(new Line(BUFFER, TEN_MEGABITS), upload);

    assertThat(wrong(upload)).isLessThan(0.05);
    assertThat(said).extracting(Said::bytes).isSorted();
    assertThat(arrival.bytes()).isEqualTo(upload.size);
  }

  @ParameterizedTest
  @CsvSource({"16, 1", "16, 3", "8, 1", "8, 2"})
  void an_archive_that_is_slow_to_read_does_not_count_for_a_slow_line(long part, int inFlight) {
    Upload upload = new Upload(256L * MEGABYTE, part * MEGABYTE, inFlight, Duration.ofSeconds(3));

    send(new Line(BUFFER, TEN_MEGABITS), upload);

    assertThat(wrong(upload)).isLessThan(0.2);
    assertThat(wrongBytes(60, now / SECOND)).isLessThan(MEGABYTE / 4);
  }

  @Test
  void a_line_that_stands_still_is_a_full_buffer_ahead_at_most_and_right_after_two_parts() {
    Line line = new Line(BUFFER, TEN_MEGABITS);
    after(100, () -> line.bytesPerSecond = 0);
    after(140, () -> line.bytesPerSecond = TEN_MEGABITS);

    send(line, new Upload(512, 16, 1));

    assertThat(wrongBytes(100, 160)).isLessThanOrEqualTo(BUFFER);
    assertThat(wrongBytes(175, now / SECOND)).isLessThan(MEGABYTE / 4);
  }

  @Test
  void what_broke_off_is_taken_back_and_the_speed_is_still_known() {
    Line line = new Line(BUFFER, TEN_MEGABITS);
    after(100, line::breakOff);

    send(line, new Upload(512, 16, 1));

    assertThat(wrongBytes(10, now / SECOND)).isLessThan(MEGABYTE / 4);
  }

  @ParameterizedTest
  @ValueSource(longs = {300_000, 5_000_000})
  void another_speed_is_known_after_a_few_parts(long bytesPerSecond) {
    Line line = new Line(BUFFER, TEN_MEGABITS);
    after(100, () -> line.bytesPerSecond = bytesPerSecond);

    send(line, new Upload(512, 16, 1));

    long known = 100 + 4 * 16_000_000 / bytesPerSecond;
    assertThat(wrongBytes(100, known)).isLessThan(16 * MEGABYTE);
    assertThat(wrongBytes(known, now / SECOND)).isLessThan(MEGABYTE / 4);
  }

  @Test
  void a_single_body_is_estimated_by_what_its_full_buffers_take() {
    Upload upload = new Upload(16, 16, 1);

    send(new Line(4 * MEGABYTE, TEN_MEGABITS), upload);

    assertThat(wrongBytes(3, now / SECOND)).isLessThan(MEGABYTE);
  }

  @Test
  void never_more_has_arrived_than_was_handed_over() {
    Arrival.Body first = arrival.begin();
    first.handedOver(MEGABYTE);
    now += SECOND;
    first.confirmed();
    Arrival.Body second = arrival.begin();
    second.handedOver(10);
    now += SECOND;

    assertThat(arrival.bytes()).isEqualTo(MEGABYTE + 10);
    second.lost();
    assertThat(arrival.bytes()).isEqualTo(MEGABYTE);
  }
}
