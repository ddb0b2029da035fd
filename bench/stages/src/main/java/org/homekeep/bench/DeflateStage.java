package org.homekeep.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.homekeep.core.backup.archive.deflate.BlockDeflater;
import org.homekeep.core.backup.archive.deflate.CompressionLevel;
import org.homekeep.core.backup.archive.deflate.DeflateEngine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Compressing blocks of 512 KiB on one thread; operations are megabytes of input. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Sample.SIZE / 1_000_000)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
public class DeflateStage {
  private static final int BLOCK = 512 * 1024;

  /** Where the input comes from; made up when empty. */
  @Param("")
  public String data = "";

  /** Which engine. */
  @Param({"jdk", "standard"})
  public String engine = "";

  /** How much work is done. */
  @Param public CompressionLevel level = CompressionLevel.STANDARD;

  private final byte[] out = new byte[BlockDeflater.maxOutput(BLOCK)];
  private byte[] sample = {};

  /** Reads the input and says how small it becomes. */
  @Setup
  public void prepare() throws IOException {
    sample = Sample.of(data);
    System.out.printf(
        "%n%s %s: %.4f of the input%n", engine, level, compress() / (double) sample.length);
  }

  /** All blocks, one after the other. */
  @Benchmark
  public long compress() {
    DeflateEngine used = engine.equals("jdk") ? DeflateEngine.jdk() : DeflateEngine.standard();
    long total = 0;
    try (BlockDeflater deflater = used.open(level)) {
      for (int from = 0; from < sample.length; from += BLOCK) {
        int to = Math.min(sample.length, from + BLOCK);
        int window = Math.max(0, from - BlockDeflater.WINDOW);
        total += deflater.deflate(sample, window, from, to, to == sample.length, out);
      }
    }
    return total;
  }
}
