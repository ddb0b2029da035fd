package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import org.homekeep.core.backup.archive.ArchiveException;

/** Standard output, as the bytes of one file are written to it. */
final class RawOutput {
  private final OutputStream out;
  private final Voice voice;
  private final Terminal terminal;

  RawOutput(Voice voice, Terminal terminal) {
    this.out = terminal.output();
    this.voice = voice;
    this.terminal = terminal;
  }

  /** Writes all that a stream has; when it fails on the way, that is said. */
  void write(InputStream in) throws IOException, Trouble {
    byte[] buffer = new byte[64 * 1024];
    boolean begun = false;
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (terminal.stopped().getAsBoolean()) {
          throw new ArchiveException.Cancelled("Stopped.");
        }
        put(buffer, count);
        begun = true;
      }
    } catch (IOException failure) {
      if (begun) {
        voice.complain("What was written is only the beginning of the file.");
      }
      throw failure;
    }
  }

  private void put(byte[] buffer, int count) throws Trouble {
    try {
      out.write(buffer, 0, count);
    } catch (IOException failure) {
      String reason = String.valueOf(failure.getMessage());
      if (reason.toLowerCase(Locale.ROOT).contains("broken pipe")) {
        throw new Trouble(Exit.NOBODY_READS, "");
      }
      throw Trouble.withFile("The output could not be written completely: %s.".formatted(reason));
    }
  }
}
