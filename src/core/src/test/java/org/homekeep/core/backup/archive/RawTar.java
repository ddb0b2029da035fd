package org.homekeep.core.backup.archive;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A tar put together field by field: as other writers do it, and as no honest one would. */
public final class RawTar {
  static final int BLOCK = 512;

  /** A header block whose checksum is right unless it was spoilt on purpose. */
  static final class Header {
    private final byte[] block = new byte[BLOCK];
    private boolean spoilt;

    private Header(char type, byte[] name) {
      block[156] = (byte) type;
      at(0, Arrays.copyOf(name, Math.min(name.length, 100)));
      octal(100, 8, 0644).octal(108, 8, 0).octal(116, 8, 0).octal(136, 12, 1_700_000_000L);
      octal(124, 12, 0).at(257, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
    }

    static Header of(char type, String name) {
      return new Header(type, name.getBytes(StandardCharsets.UTF_8));
    }

    static Header of(char type, byte[] name) {
      return new Header(type, name);
    }

    Header at(int offset, byte[] bytes) {
      System.arraycopy(bytes, 0, block, offset, bytes.length);
      return this;
    }

    Header octal(int offset, int width, long value) {
      String digits = String.format(Locale.ROOT, "%0" + (width - 1) + "o", value);
      return at(offset, (digits + "\0").getBytes(StandardCharsets.US_ASCII));
    }

    Header mode(int mode) {
      return octal(100, 8, mode);
    }

    Header size(long size) {
      return octal(124, 12, size);
    }

    Header link(String link) {
      byte[] bytes = link.getBytes(StandardCharsets.UTF_8);
      return at(157, Arrays.copyOf(bytes, Math.min(bytes.length, 100)));
    }

    /** The magic of GNU tar, in whose headers there is no prefix. */
    Header gnu() {
      return at(257, "ustar  \0".getBytes(StandardCharsets.US_ASCII));
    }

    Header spoilt() {
      spoilt = true;
      return this;
    }

    private byte[] bytes() {
      Arrays.fill(block, 148, 156, (byte) ' ');
      int sum = spoilt ? 1 : 0;
      for (byte b : block) {
        sum += b & 0xff;
      }
      octal(148, 7, sum);
      return block;
    }
  }

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A header and whatever follows it, filled to a block. */
  RawTar add(Header header, byte[] data) {
    out.writeBytes(header.bytes());
    out.writeBytes(data);
    out.writeBytes(new byte[(BLOCK - data.length % BLOCK) % BLOCK]);
    return this;
  }

  RawTar add(Header header) {
    return add(header, new byte[0]);
  }

  RawTar file(String name, byte[] content) {
    return add(Header.of('0', name).size(content.length), content);
  }

  RawTar file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  RawTar directory(String name) {
    return add(Header.of('5', name).mode(0755));
  }

  RawTar link(char type, String name, String target) {
    return add(Header.of(type, name).link(target));
  }

  /** An extended header, {@code x} for the next member or {@code g} for all that follow. */
  RawTar pax(char type, String... keysAndValues) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      records.writeBytes(record(keysAndValues[i], keysAndValues[i + 1]));
    }
    return add(Header.of(type, "././@PaxHeader").size(records.size()), records.toByteArray());
  }

  private static byte[] record(String key, String value) {
    String rest = " " + key + "=" + value + "\n";
    int body = rest.getBytes(StandardCharsets.UTF_8).length;
    int length = body + 1;
    while (length != body + Integer.toString(length).length()) {
      length++;
    }
    return (length + rest).getBytes(StandardCharsets.UTF_8);
  }

  /** GNU's own way to a name ({@code L}) or link ({@code K}) of more than 100 bytes. */
  RawTar gnuLong(char type, String text) {
    byte[] data = (text + "\0").getBytes(StandardCharsets.UTF_8);
    return add(Header.of(type, "././@LongLink").gnu().size(data.length), data);
  }

  /** Ends it with two empty blocks. */
  byte[] end() {
    out.writeBytes(new byte[2 * BLOCK]);
    return out.toByteArray();
  }

  /** What there is, without an end. */
  byte[] cut() {
    return out.toByteArray();
  }

  /** An archive with this as its part {@code homeassistant}, not compressed. */
  public static byte[] archiveOf(byte[] part) {
    return archiveOf(MetadataJson.write(TestArchives.metadata(false)), "./homeassistant.tar", part);
  }

  /** An archive with a part of another name, and with another backup.json. */
  public static byte[] archiveOf(byte[] metadata, String partName, byte[] part) {
    return new RawTar().file("./backup.json", metadata).file(partName, part).end();
  }
}
