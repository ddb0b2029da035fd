package org.homekeep.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.homekeep.core.backup.archive.deflate.CompressionLevel;
import org.homekeep.core.backup.archive.gzip.GunzipInput;
import org.homekeep.core.backup.archive.gzip.GzipOutput;
import org.homekeep.core.backup.archive.gzip.GzipTrailer;
import org.homekeep.core.backup.archive.gzip.ParallelCompressor;
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

/** Inflating with the checksum, on one thread; operations are megabytes of output. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Sample.SIZE / 1_000_000)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
public class InflateStage {
  private static final int HEADER = 10;

  /** Where the data comes from; made up when empty. */
  @Param("")
  public String data = "";

  private final byte[] out = new byte[256 * 1024];
  private byte[] gzip = {};

  /** Compresses the data. */
  @Setup
  public void prepare() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GzipOutput stream =
        ParallelCompressor.create().compress(compressed, CompressionLevel.STANDARD)) {
      stream.write(Sample.of(data));
      stream.finish();
    }
    gzip = compressed.toByteArray();
  }

  /** What everything is compared with: the JDK's inflater alone. */
  @Benchmark
  public long jdk() throws DataFormatException {
    Inflater inflater = new Inflater(true);
    inflater.setInput(gzip, HEADER, gzip.length - HEADER);
    CRC32 crc = new CRC32();
    while (!inflater.finished()) {
      crc.update(out, 0, inflater.inflate(out));
    }
    inflater.end();
    return crc.getValue();
  }

  /** The reader of parts. */
  @Benchmark
  public long gunzip() throws IOException {
    long total = 0;
    try (InputStream in = new GunzipInput(new ByteArrayInputStream(gzip), GzipTrailer.STANDARD)) {
      for (int count = in.read(out); count >= 0; count = in.read(out)) {
        total += count;
      }
    }
    return total;
  }
}
