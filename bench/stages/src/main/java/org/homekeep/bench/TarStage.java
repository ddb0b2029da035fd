package org.homekeep.bench;

import org.homekeep.core.backup.archive.write.Omissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.PartSource;
import org.homekeep.core.backup.archive.write.WrittenArchive;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Walking over files and putting them into an archive that is neither compressed nor encrypted;
 * operations are megabytes. The disk is in it: look at the difference between the sizes of files.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Sample.SIZE / 1_000_000)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
public class TarStage {
  /** Bytes of a file. */
  @Param({"4000", "1000000"})
  public int fileSize;

  private Optional<Path> directory = Optional.empty();
  private Optional<PartSource> part = Optional.empty();

  /** Makes the files. */
  @Setup
  public void prepare() throws IOException {
    Path root = Files.createTempDirectory("homekeep-tar");
    directory = Optional.of(root);
    Path source = Files.createDirectory(root.resolve("source"));
    byte[] content = new byte[fileSize];
    new Random(42).nextBytes(content);
    for (int i = 0; i < Sample.SIZE / fileSize; i++) {
      Path child = Files.createDirectories(source.resolve("d" + i % 100));
      Files.write(child.resolve("file" + i), content);
    }
    part =
        Optional.of(
            PartSource.homeAssistant(source, Exclusions.homeAssistant(true), Map.of(), Omissions.none()));
  }

  /** Deletes them. */
  @TearDown
  public void cleanUp() throws IOException {
    try (var all = Files.walk(directory.orElseThrow())) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** One archive. */
  @Benchmark
  public WrittenArchive write() throws IOException {
    ArchiveMetadata metadata =
        new ArchiveMetadata(
            "27e0ff0f",
            "Stage",
            "2026-01-30T05:42:12.345678-08:00",
            false,
            false,
            Map.of(),
            Optional.of(new ArchiveMetadata.HomeAssistant("2026.1.0", false)),
            List.of(),
            List.of(),
            "partial",
            2);
    Path archive = directory.orElseThrow().resolve("archive.tar");
    ArchiveRequest request =
        ArchiveRequest.of(metadata, List.of(part.orElseThrow()), Optional.empty());
    WrittenArchive written = ArchiveWriter.create().write(request, archive, ArchiveObserver.none());
    Files.delete(archive);
    return written;
  }
}
