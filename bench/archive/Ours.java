import java.io.IOException;
import org.homekeep.core.backup.archive.write.Omissions;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveLimits;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.ArchiveObserver;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.deflate.CompressionLevel;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;
import org.homekeep.core.backup.archive.write.ArchiveRequest;
import org.homekeep.core.backup.archive.write.ArchiveWriter;
import org.homekeep.core.backup.archive.write.Exclusions;
import org.homekeep.core.backup.archive.write.PartSource;

/** One run of the archive library, as a process of its own so that all its time counts. */
public final class Ours {
  private static final Secret KEY = Secret.of("correct horse battery staple");

  private Ours() {}

  /**
   * {@code create v2|v2-small|v3|plain|plain-gz DATA ARCHIVE}, {@code verify ARCHIVE}, {@code
   * extract ARCHIVE DIRECTORY}, {@code inflate FILE}, {@code warm-up DATA DIRECTORY}.
   */
  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "create" -> create(arguments[1], Path.of(arguments[2]), Path.of(arguments[3]));
      case "verify" -> verify(Path.of(arguments[1]));
      case "extract" -> extract(Path.of(arguments[1]), Path.of(arguments[2]));
      case "inflate" -> inflate(Path.of(arguments[1]));
      case "warm-up" -> warmUp(Path.of(arguments[1]), Path.of(arguments[2]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  /** Each once, so that the classes can be recorded. */
  private static void warmUp(Path data, Path directory) throws IOException {
    Files.createDirectory(directory);
    for (String form : List.of("v2", "v2-small", "v3", "plain")) {
      Path archive = directory.resolve(form + ".tar");
      create(form, data, archive);
      verify(archive);
      extract(archive, directory.resolve(form));
    }
  }

  private static void create(String form, Path data, Path archive) throws IOException {
    ArchiveMetadata metadata =
        new ArchiveMetadata(
            "27e0ff0f",
            "Measurement",
            "2026-01-30T05:42:12.345678-08:00",
            !form.equals("plain"),
            false,
            Map.of(),
            Optional.of(new ArchiveMetadata.HomeAssistant("2026.1.0", false)),
            List.of(),
            List.of(),
            "partial",
            ArchiveMetadata.VERSION);
    PartSource part =
        PartSource.homeAssistant(data, Exclusions.homeAssistant(true), Map.of(), Omissions.none());
    ArchiveRequest request =
        new ArchiveRequest(
            metadata,
            List.of(part),
            form.startsWith("plain") ? Optional.empty() : Optional.of(KEY),
            form.equals("v3") ? SecureTarVersion.V3 : SecureTarVersion.V2,
            form.equals("v2-small") ? CompressionLevel.SMALL : CompressionLevel.STANDARD);
    ArchiveWriter.create().write(request, archive, ArchiveObserver.none());
  }

  private static void verify(Path archive) throws IOException {
    new ArchiveVerifier(Optional.of(KEY), ArchiveLimits.standard()).verify(archive);
  }

  /** Without waiting for the disk at the end, as the reference does not wait either. */
  private static void extract(Path archive, Path target) throws IOException {
    new ArchiveExtractor(Optional.of(KEY), ExtractOptions.homeAssistant().withSync(false))
        .extract(archive, "homeassistant", target, ArchiveObserver.none());
  }

  private static void inflate(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 128 * 1024)) {
      byte[] buffer = new byte[128 * 1024];
      try (OutputStream nothing = OutputStream.nullOutputStream()) {
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          nothing.write(buffer, 0, count);
        }
      }
    }
  }
}
