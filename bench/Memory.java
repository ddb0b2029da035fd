import java.io.IOException;
import org.homekeep.core.backup.archive.write.Omissions;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.read.ArchiveInput;
import org.homekeep.core.backup.archive.read.ArchiveInspector;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.transcode.ArchiveTranscoder;
import org.homekeep.core.backup.archive.transcode.TranscodedArchive;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.PartSource;

/** One step of {@code bench/memory.sh}, as a process of its own. */
public final class Memory {
  private static final Secret KEY = Secret.of("correct horse battery staple");
  private static final int FILE = 128 << 20;
  private static final int STRIPE = 1 << 20;

  private Memory() {}

  /** Runs {@code make}, {@code create}, {@code transcode}, {@code verify} or {@code extract}. */
  public static void main(String[] arguments) throws IOException {
    Path first = Path.of(arguments[1]);
    collectOften();
    long start = System.nanoTime();
    long bytes =
        switch (arguments[0]) {
          case "make" -> make(first, Integer.parseInt(arguments[2]));
          case "create" ->
              create(first, Path.of(arguments[2]), SecureTarVersion.valueOf(arguments[3]));
          case "transcode" -> transcode(first, SecureTarVersion.valueOf(arguments[2]));
          case "verify" -> verify(first);
          case "extract" -> extract(first, Path.of(arguments[2]));
          default -> throw new IllegalArgumentException("There is no step " + arguments[0] + ".");
        };
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("%s: %,d bytes in %d s%n", arguments[0], bytes, time.toSeconds());
  }

  /** Without it the heap is collected so seldom that nobody sees what is held in it. */
  private static void collectOften() {
    Thread collector =
        new Thread(
            () -> {
              while (true) {
                LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
                System.gc();
              }
            });
    collector.setDaemon(true);
    collector.start();
  }

  /** Files with a stripe of noise, two of text and five holes in turns: 8 GB take 3 on the disk. */
  private static long make(Path directory, int gigabytes) throws IOException {
    Files.createDirectories(directory);
    Random random = new Random(42);
    byte[] noise = new byte[STRIPE];
    int files = gigabytes * 8;
    for (int i = 0; i < files; i++) {
      Path file = directory.resolve("camera_" + i + ".mp4");
      try (FileChannel out =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        for (long at = 0; at < FILE; at += 8 * STRIPE) {
          random.nextBytes(noise);
          out.write(ByteBuffer.wrap(noise), at);
          for (int j = 0; j < STRIPE; j++) {
            noise[j] = (byte) ("\n ,:0123456789abcdef".charAt((noise[j] & 0xff) % 20));
          }
          out.write(ByteBuffer.wrap(noise), at + STRIPE);
          out.write(ByteBuffer.wrap(noise), at + 2 * STRIPE);
        }
        out.write(ByteBuffer.allocate(1), FILE - 1);
      }
    }
    return (long) files * FILE;
  }

  private static long create(Path directory, Path archive, SecureTarVersion version)
      throws IOException {
    ArchiveMetadata metadata =
        new ArchiveMetadata(
            "27e0ff0f",
            "Ten gigabytes",
            "2026-01-30T05:42:12.345678-08:00",
            true,
            false,
            Map.of(),
            Optional.of(new ArchiveMetadata.HomeAssistant("2026.1.0", false)),
            List.of(),
            List.of(),
            "partial",
            2);
    PartSource part = PartSource.homeAssistant(directory, Exclusions.none(), Map.of(), Omissions.none());
    ArchiveRequest request =
        ArchiveRequest.of(metadata, List.of(part), Optional.of(KEY)).withVersion(version);
    return ArchiveWriter.create().write(request, archive, ArchiveObserver.none()).plaintextSize();
  }

  /** Decrypts the archive and encrypts it again on the fly, and reads what comes out. */
  private static long transcode(Path archive, SecureTarVersion version) throws IOException {
    ArchiveTranscoder transcoder = ArchiveTranscoder.create();
    ArchiveMetadata metadata = ArchiveInspector.metadata(archive);
    TranscodedArchive plain =
        transcoder.decrypted(() -> ArchiveInput.open(archive), Files.size(archive), metadata, KEY);
    OptionalLong size = plain.size();
    TranscodedArchive again =
        transcoder.encrypted(plain::open, size.getAsLong(), metadata, KEY, version);
    byte[] buffer = new byte[256 * 1024];
    long bytes = 0;
    try (InputStream in = again.open()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes += count;
      }
    }
    return bytes;
  }

  private static long verify(Path archive) throws IOException {
    return new ArchiveVerifier(Optional.of(KEY), ArchiveLimits.standard())
        .verify(archive)
        .fileBytes();
  }

  private static long extract(Path archive, Path directory) throws IOException {
    return new ArchiveExtractor(Optional.of(KEY), ExtractOptions.homeAssistant().withSync(false))
        .extract(archive, "homeassistant", directory, ArchiveObserver.none())
        .bytes();
  }
}
