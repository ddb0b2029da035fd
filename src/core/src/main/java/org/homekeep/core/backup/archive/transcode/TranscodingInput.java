package org.homekeep.core.backup.archive.transcode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.MetadataJson;
import org.homekeep.core.backup.archive.part.OuterMember;
import org.homekeep.core.backup.archive.part.OuterTar;
import org.homekeep.core.backup.archive.part.PartProbe;
import org.homekeep.core.backup.archive.part.ProbedPart;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarFormat;
import org.homekeep.core.backup.archive.tar.TarHeaders;

/**
 * An archive that is transcoded while it is read: backup.json rewritten, parts recoded, everything
 * else copied.
 *
 * <p>It pulls from its source on the reader's thread, so that closing it, or an error at either
 * end, leaves nothing waiting. After an error every read throws it again.
 */
final class TranscodingInput extends InputStream {
  private final InputStream source;
  private final OuterTar tar;
  private final PartRecoder recoder;
  private final OptionalLong paddedSize;
  private final ArrayDeque<InputStream> segments = new ArrayDeque<>();
  private boolean maybeV1;
  private long given;
  private boolean atEnd;
  private Optional<IOException> failure = Optional.empty();
  private volatile boolean closed;

  TranscodingInput(InputStream source, PartRecoder recoder, OptionalLong paddedSize) {
    this.source = source;
    this.tar = new OuterTar(source);
    this.recoder = recoder;
    this.maybeV1 = !recoder.protects();
    this.paddedSize = paddedSize;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (closed) {
      throw new IOException("The stream is closed.");
    }
    if (length == 0) {
      return 0;
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    try {
      return next(buffer, offset, length);
    } catch (IOException e) {
      // Reading on would leave out the member that failed.
      failure = Optional.of(e);
      throw e;
    }
  }

  private int next(byte[] buffer, int offset, int length) throws IOException {
    while (true) {
      InputStream segment = segments.peekFirst();
      int count = segment == null ? -1 : segment.read(buffer, offset, length);
      if (count > 0) {
        given += count;
        return count;
      }
      if (segment != null) {
        segments.removeFirst();
      } else if (atEnd) {
        return -1;
      } else {
        nextMember();
      }
    }
  }

  private void nextMember() throws IOException {
    Optional<OuterMember> next = tar.next();
    if (next.isEmpty()) {
      end();
      return;
    }
    OuterMember member = next.get();
    if (member.isMetadata()) {
      byte[] json = MetadataJson.readBounded(tar.body());
      maybeV1 = MetadataJson.parse(json).isProtected();
      byte[] rewritten = MetadataJson.rewrite(json, recoder.protects());
      add(member.entry(), rewritten.length, new ByteArrayInputStream(rewritten));
    } else if (member.partName().isPresent()) {
      ProbedPart probed = PartProbe.probe(member, tar.body(), maybeV1);
      RecodedPart part = recoder.recode(probed);
      add(withoutSecureTar(member.entry()), part.size(), part.data());
    } else {
      add(member.entry(), member.entry().size(), tar.body());
    }
  }

  private void add(TarEntry entry, long size, InputStream data) {
    segments.add(new ByteArrayInputStream(TarHeaders.encode(entry.withSize(size))));
    segments.add(new ExactInput(data, size));
    segments.add(new ZeroInput(TarFormat.padding(size)));
  }

  private void end() throws IOException {
    atEnd = true;
    long whole = given + TarFormat.endSize(given);
    if (paddedSize.isPresent() && whole > paddedSize.getAsLong()) {
      throw new ArchiveException.LimitExceeded(
          "The archive became larger than the "
              + paddedSize.getAsLong()
              + " bytes it was announced with: it has parts that its backup.json does not name.");
    }
    segments.add(new ZeroInput(paddedSize.orElse(whole) - given));
  }

  private static TarEntry withoutSecureTar(TarEntry entry) {
    Map<String, RawText> extra = new HashMap<>(entry.extra());
    extra.keySet().removeIf(key -> key.startsWith("_securetar."));
    return entry.withExtra(extra);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    // The segments belong to the reader, which may be another thread.
    source.close();
  }
}
