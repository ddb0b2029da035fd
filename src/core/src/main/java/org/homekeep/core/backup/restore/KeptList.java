package org.homekeep.core.backup.restore;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Predicate;
import org.homekeep.core.backup.archive.files.NativeNames;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.snapshot.LeftOut;
import org.homekeep.core.storage.AtomicFiles;

/**
 * What stays as it is when the content of a directory is exchanged, because the backup left it out
 * on purpose: a file in the staging, which says where each of it lies and where it is to lie. It is
 * complete before anything is moved, so that a crash in between leaves nothing to guess.
 */
final class KeptList {
  private static final String FILE = "kept";

  private KeptList() {}

  /**
   * Writes down what stays in a directory whose new entries were unpacked.
   *
   * @param covered names directly below the directory that are exchanged
   */
  static void plan(Path directory, Path staging, LeftOut leftOut, Predicate<String> covered)
      throws IOException {
    if (leftOut.isNothing()) {
      return;
    }
    try (Writer writer = new Writer(staging)) {
      new KeptPlaces(directory, DirectorySwap.fresh(staging), leftOut, covered, writer).find();
      writer.finish();
    }
    AtomicFiles.syncDirectory(staging);
  }

  /** Hears of everything that stays. */
  interface Listener {
    /**
     * One entry, a directory with all that is in it.
     *
     * @param from its path below the directory
     * @param to its path there when all is over
     */
    void kept(Path from, Path to) throws IOException;
  }

  /** Writes the file. */
  private static final class Writer implements Closeable, Listener {
    private final FileChannel channel;
    private final OutputStream out;

    Writer(Path staging) throws IOException {
      channel =
          FileChannel.open(
              staging.resolve(FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      out = new BufferedOutputStream(Channels.newOutputStream(channel));
    }

    @Override
    public void kept(Path from, Path to) throws IOException {
      write(from);
      write(to);
    }

    /** Names have no NUL, and are not always text. */
    private void write(Path path) throws IOException {
      out.write(NativeNames.pathBytes(path).bytes());
      out.write(0);
    }

    /** Waits until all of it is on the disk. */
    void finish() throws IOException {
      out.flush();
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Reads the file, if there is one. */
  static void forEach(Path staging, Listener listener) throws IOException {
    Path file = staging.resolve(FILE);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (int first = in.read(); first >= 0; first = in.read()) {
        Path from = path(in, first);
        listener.kept(from, path(in, in.read()));
      }
    }
  }

  private static Path path(InputStream in, int first) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = first; next != 0; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The list of what a restore keeps ends too early.");
      }
      bytes.write(next);
    }
    return NativeNames.pathOf(RawText.of(bytes.toByteArray()));
  }
}
