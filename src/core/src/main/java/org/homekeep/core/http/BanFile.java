package org.homekeep.core.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.storage.AtomicFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code ip_bans.yaml} as Home Assistant writes it: {@code <ip>:} and below it {@code banned_at:
 * <iso>}. People edit it, so whatever else stands there is kept. Blocking.
 */
final class BanFile {
  private static final Logger LOG = LoggerFactory.getLogger(BanFile.class);
  private static final Pattern ENTRY =
      Pattern.compile("(['\"]?)([0-9a-fA-F:.]+)\\1\\s*:(?:\\s.*)?");

  /** Nobody has so many enemies; a larger file would only slow the start. */
  private static final long LARGEST = 4L * 1024 * 1024;

  private final Path file;

  BanFile(Path file) {
    this.file = file;
  }

  /** The addresses in the file. One that cannot be read is left out and logged. */
  Set<String> read() throws IOException {
    Set<String> banned = new LinkedHashSet<>();
    for (String line : text().lines().toList()) {
      if (!beginsEntry(line)) {
        continue;
      }
      address(line)
          .ifPresentOrElse(
              banned::add,
              () ->
                  LOG.atWarn()
                      .addKeyValue("file", file)
                      .log("A line of the file of bans is no address and was passed over"));
    }
    return banned;
  }

  private static boolean beginsEntry(String line) {
    return !line.isBlank() && !Character.isWhitespace(line.charAt(0)) && !line.startsWith("#");
  }

  private static Optional<String> address(String line) {
    Matcher entry = ENTRY.matcher(line.strip());
    return entry.matches() ? ClientAddress.normalize(entry.group(2)) : Optional.empty();
  }

  /** Takes all addresses of a network out, each with what is indented below it. */
  void remove(String network) throws IOException {
    StringBuilder kept = new StringBuilder();
    boolean dropping = false;
    for (String line : text().lines().toList()) {
      if (line.startsWith("#") || beginsEntry(line)) {
        dropping =
            address(line)
                .filter(ip -> new ClientAddress(ip, false).network().equals(network))
                .isPresent();
      }
      if (!dropping) {
        kept.append(line).append('\n');
      }
    }
    AtomicFiles.write(file, kept.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Adds an address; after a crash the file is the old one or the new one. */
  void append(String ip, Instant time) throws IOException {
    String before = text();
    String separator = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
    String entry = "'%s':\n  banned_at: '%s'\n".formatted(ip, time);
    AtomicFiles.write(file, (before + separator + entry).getBytes(StandardCharsets.UTF_8));
  }

  private String text() throws IOException {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException("%s is larger than %d bytes.".formatted(file, LARGEST));
      }
      return Files.readString(file);
    } catch (NoSuchFileException none) {
      return "";
    }
  }
}
