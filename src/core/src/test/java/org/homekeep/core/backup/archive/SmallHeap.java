package org.homekeep.core.backup.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.backup.archive.RawTar.Header;
import org.homekeep.core.backup.archive.extract.ArchiveExtractor;
import org.homekeep.core.backup.archive.extract.ExtractOptions;
import org.homekeep.core.backup.archive.read.ArchiveVerifier;

/**
 * Reads archives that want much memory; a process of its own, because its heap is a small one.
 *
 * <p>Takes the name of an archive and a directory, and prints how reading it ended.
 */
final class SmallHeap {
  private static final int MILLION = 1_000_000;

  private SmallHeap() {}

  public static void main(String[] arguments) throws IOException {
    String outcome;
    try {
      outcome = run(arguments[0], Path.of(arguments[1]));
    } catch (ArchiveException typed) {
      outcome = typed.getClass().getSimpleName();
    }
    System.out.print(outcome);
  }

  private static String run(String name, Path target) throws IOException {
    return switch (name) {
      case "the same directory" -> extract(part(new byte[0], directory(), MILLION / 4), target);
      case "a million members" -> verify(part(new byte[0], file(), MILLION));
      case "many members after records for all" ->
          verify(part(records(99, 10_000), file(), MILLION / 10));
      case "endless names of members" ->
          verify(outer(new byte[0], RawTarNames.of("x".repeat(1_000_000)), 500));
      case "a name of many small steps" ->
          verify(outer(new byte[0], RawTarNames.of("./".repeat(500_000) + "a"), 1));
      case "a backup.json of empty lists" -> verify(metadata("[],", 1_300_000));
      case "a backup.json of empty objects" -> verify(metadata("{},", 1_300_000));
      case "a backup.json of numbers" -> verify(metadata("99,", 1_300_000));
      case "a backup.json of deep lists" -> verify(metadata("[", 4_000_000));
      case "a backup.json of a gigabyte" -> verify(metadata("          ", 100_000_000));
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Headers of members with long names. */
  private static final class RawTarNames {
    static byte[] of(String name) {
      return new RawTar().pax('x', "path", name).add(Header.of('0', "a")).cut();
    }
  }

  private static byte[] directory() {
    return new RawTar().directory("data/a/").cut();
  }

  private static byte[] file() {
    return new RawTar().add(Header.of('0', "elsewhere/a")).cut();
  }

  private static byte[] records(int count, int length) {
    String[] records = new String[2 * count];
    for (int i = 0; i < count; i++) {
      records[2 * i] = "key" + i;
      records[2 * i + 1] = "x".repeat(length);
    }
    return new RawTar().pax('g', records).cut();
  }

  /** An archive whose part begins with some bytes and goes on with others, many times. */
  private static InputStream part(byte[] first, byte[] again, int times) {
    byte[] json = MetadataJson.write(TestArchives.metadata(false));
    long size = first.length + (long) again.length * times + 2 * RawTar.BLOCK;
    byte[] head =
        new RawTar()
            .file("backup.json", json)
            .add(Header.of('0', "homeassistant.tar").size(size))
            .cut();
    return streams(
        bytes(head),
        bytes(first),
        new Repeated(again, times),
        bytes(new byte[2 * RawTar.BLOCK]),
        bytes(new byte[2 * RawTar.BLOCK]));
  }

  private static InputStream outer(byte[] first, byte[] again, int times) {
    byte[] json = MetadataJson.write(TestArchives.metadata(false));
    byte[] head = new RawTar().file("backup.json", json).cut();
    return streams(
        bytes(head), bytes(first), new Repeated(again, times), bytes(new byte[2 * RawTar.BLOCK]));
  }

  private static InputStream metadata(String again, int times) {
    byte[] begin =
        "{\"slug\":\"a\",\"name\":\"a\",\"date\":\"a\",\"x\":[".getBytes(StandardCharsets.US_ASCII);
    byte[] piece = again.getBytes(StandardCharsets.US_ASCII);
    byte[] end = "0]}".getBytes(StandardCharsets.US_ASCII);
    long size = begin.length + (long) piece.length * times + end.length;
    byte[] head = new RawTar().add(Header.of('0', "backup.json").size(size)).cut();
    byte[] fill =
        new byte[2 * RawTar.BLOCK + (int) ((RawTar.BLOCK - size % RawTar.BLOCK) % RawTar.BLOCK)];
    return streams(bytes(head), bytes(begin), new Repeated(piece, times), bytes(end), bytes(fill));
  }

  private static InputStream bytes(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static InputStream streams(InputStream... streams) {
    List<InputStream> list = new ArrayList<>(Arrays.asList(streams));
    return new SequenceInputStream(Collections.enumeration(list));
  }

  private static String verify(InputStream archive) throws IOException {
    new ArchiveVerifier(Optional.empty(), ArchiveLimits.standard()).verify(archive);
    return "read";
  }

  private static String extract(InputStream archive, Path target) throws IOException {
    new ArchiveExtractor(Optional.empty(), ExtractOptions.homeAssistant().withSync(false))
        .extract(archive, "homeassistant", target, ArchiveObserver.none());
    return "extracted";
  }

  /** The same bytes, so many times. */
  private static final class Repeated extends InputStream {
    private final byte[] piece;
    private long rest;
    private int at;

    Repeated(byte[] piece, long times) {
      this.piece = piece;
      this.rest = piece.length * times;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (rest == 0) {
        return -1;
      }
      int count = (int) Math.min(Math.min(length, piece.length - at), rest);
      System.arraycopy(piece, at, buffer, offset, count);
      at = (at + count) % piece.length;
      rest -= count;
      return count;
    }
  }
}
