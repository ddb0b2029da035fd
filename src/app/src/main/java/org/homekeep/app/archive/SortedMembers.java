package org.homekeep.app.archive;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The members of an archive in the order of their paths, however many there are: sorted in pieces
 * that fit into memory, which are files, and merged while they are read.
 */
final class SortedMembers implements AutoCloseable {
  private static final int PIECE = 8 << 20;
  private static final int READ_BUFFER = 16 * 1024;
  private static final Comparator<MemberDigest> BY_PATH = Comparator.comparing(MemberDigest::path);

  private final Path directory;
  private final String prefix;
  private final List<MemberDigest> piece = new ArrayList<>();
  private final List<Path> pieces = new ArrayList<>();
  private final List<Run> open = new ArrayList<>();
  private final PriorityQueue<Run> runs =
      new PriorityQueue<>(Comparator.comparing(Run::head, BY_PATH));
  private int weight;

  /** A piece that is being read. */
  private static final class Run {
    private final DataInputStream in;
    private long left;
    private MemberDigest head;

    Run(DataInputStream in) throws IOException {
      this.in = in;
      this.left = in.readLong();
      this.head = MemberDigest.read(in);
    }

    MemberDigest head() {
      return head;
    }

    boolean advance() throws IOException {
      if (--left == 0) {
        return false;
      }
      head = MemberDigest.read(in);
      return true;
    }
  }

  /**
   * A sorter.
   *
   * @param directory a private one, for files whose names begin with the prefix
   */
  SortedMembers(Path directory, String prefix) {
    this.directory = directory;
    this.prefix = prefix;
  }

  void add(MemberDigest member) throws IOException {
    piece.add(member);
    weight += member.weight();
    if (weight >= PIECE) {
      writePiece();
    }
  }

  private void writePiece() throws IOException {
    if (piece.isEmpty()) {
      return;
    }
    piece.sort(BY_PATH);
    Path file = directory.resolve(prefix + "-" + pieces.size());
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeLong(piece.size());
      for (MemberDigest member : piece) {
        member.write(out);
      }
    }
    pieces.add(file);
    piece.clear();
    weight = 0;
  }

  /** Ends the adding and begins the reading. */
  void rewind() throws IOException {
    writePiece();
    for (Path file : pieces) {
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file), READ_BUFFER));
      Run run = new Run(in);
      open.add(run);
      runs.add(run);
    }
  }

  /** The next member by its path; of several with one path, all come. */
  Optional<MemberDigest> next() throws IOException {
    Run first = runs.poll();
    if (first == null) {
      return Optional.empty();
    }
    MemberDigest member = first.head();
    if (first.advance()) {
      runs.add(first);
    }
    return Optional.of(member);
  }

  @Override
  public void close() throws IOException {
    for (Run run : open) {
      run.in.close();
    }
  }
}
