package org.homekeep.core.backup.archive.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;

/**
 * What the targets share: reading to the end, and changes that a fuzzer does not find by itself.
 */
final class FuzzInput {
  static final Secret KEY = Secret.of("correct horse battery staple");

  private static final int BLOCK = 512;
  private static final long MOST = 64L << 20;
  private static final long MOST_SECONDS = 2;

  private FuzzInput() {}

  /** A step that may fail as an archive may. */
  interface Step {
    void run() throws IOException;
  }

  /** Lets typed errors pass, and no other: those are findings, and so is taking long. */
  static void typed(Step step) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    run(step);
    long seconds = TimeUnit.NANOSECONDS.toSeconds(threads.getCurrentThreadCpuTime() - begun);
    if (seconds >= MOST_SECONDS) {
      throw new AssertionError("Took " + seconds + " s of the processor.");
    }
  }

  private static void run(Step step) {
    try {
      step.run();
    } catch (ArchiveException expected) {
      if (expected.getMessage().isBlank()) {
        throw new AssertionError("An error without a word.", expected);
      }
    } catch (IOException other) {
      throw new AssertionError("Not a typed error.", other);
    }
  }

  /** Reads to the end, but not what a bomb would fill hours with. */
  static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[8 * 1024];
    long total = 0;
    for (int count = in.read(buffer); count >= 0 && total < MOST; count = in.read(buffer)) {
      total += count;
    }
  }

  static byte[] rest(byte[] data, int from) {
    return Arrays.copyOfRange(data, Math.min(from, data.length), data.length);
  }

  /** The checksums of all blocks that look like headers, made right. */
  static byte[] withChecksums(byte[] tar) {
    byte[] repaired = tar.clone();
    for (int at = 0; at + BLOCK <= repaired.length; at += BLOCK) {
      if (repaired[at + 257] == 'u' && repaired[at + 258] == 's' && repaired[at + 259] == 't') {
        Arrays.fill(repaired, at + 148, at + 156, (byte) ' ');
        int sum = 0;
        for (int i = at; i < at + BLOCK; i++) {
          sum += repaired[i] & 0xff;
        }
        byte[] octal =
            String.format(Locale.ROOT, "%06o\0", sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octal, 0, repaired, at + 148, octal.length);
      }
    }
    return repaired;
  }
}
