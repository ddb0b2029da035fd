package org.homekeep.app.archive;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.StringJoiner;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import org.homekeep.core.backup.archive.tar.TarType;

/** A member with the digest in place of its content: what a comparison needs of it. */
final class MemberDigest {
  private final RawText path;
  private final TarType type;
  private final long size;
  private final int mode;
  private final long owner;
  private final Instant modified;
  private final RawText link;
  private final byte[] digest;

  private MemberDigest(
      RawText path,
      TarType type,
      long size,
      int mode,
      long owner,
      Instant modified,
      RawText link,
      byte[] digest) {
    this.path = path;
    this.type = type;
    this.size = size;
    this.mode = mode;
    this.owner = owner;
    this.modified = modified;
    this.link = link;
    this.digest = digest;
  }

  /** Reads the content of a member. */
  static MemberDigest of(RawText path, TarEntry entry, InputStream body) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] buffer = new byte[64 * 1024];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      sha256.update(buffer, 0, count);
    }
    return new MemberDigest(
        path,
        entry.type(),
        entry.size(),
        entry.mode(),
        (entry.uid() << 32) | (entry.gid() & 0xffffffffL),
        entry.modified(),
        entry.link(),
        sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256.", impossible);
    }
  }

  RawText path() {
    return path;
  }

  TarType type() {
    return type;
  }

  long size() {
    return size;
  }

  /** Whether somebody who reads it gets the same. */
  boolean sameContent(MemberDigest other) {
    return type == other.type && link.equals(other.link) && Arrays.equals(digest, other.digest);
  }

  /** Which of mode, owner and time differ; empty when none does. */
  String otherDifferences(MemberDigest other) {
    StringJoiner words = new StringJoiner(", ");
    if (mode != other.mode) {
      words.add("mode %o → %o".formatted(mode, other.mode));
    }
    if (owner != other.owner) {
      words.add("owner");
    }
    if (!modified.equals(other.modified)) {
      words.add("time");
    }
    return words.toString();
  }

  /** An estimate of the memory it takes. */
  int weight() {
    return 200 + path.length() + link.length();
  }

  void write(DataOutputStream out) throws IOException {
    writeText(out, path);
    out.writeUTF(type.name());
    out.writeLong(size);
    out.writeInt(mode);
    out.writeLong(owner);
    out.writeLong(modified.getEpochSecond());
    out.writeInt(modified.getNano());
    writeText(out, link);
    out.write(digest);
  }

  private static void writeText(DataOutputStream out, RawText text) throws IOException {
    out.writeInt(text.length());
    out.write(text.bytes());
  }

  static MemberDigest read(DataInputStream in) throws IOException {
    return new MemberDigest(
        RawText.of(in.readNBytes(in.readInt())),
        TarType.valueOf(in.readUTF()),
        in.readLong(),
        in.readInt(),
        in.readLong(),
        Instant.ofEpochSecond(in.readLong(), in.readInt()),
        RawText.of(in.readNBytes(in.readInt())),
        in.readNBytes(32));
  }
}
