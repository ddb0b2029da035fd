package org.homekeep.core.backup.archive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.homekeep.core.backup.archive.ArchiveException.Damaged;
import org.homekeep.core.backup.archive.ArchiveException.LimitExceeded;
import org.homekeep.core.backup.archive.ArchiveException.Truncated;
import org.homekeep.core.backup.archive.ArchiveException.UnsafeMember;
import org.homekeep.core.backup.archive.ArchiveException.Unsupported;
import org.homekeep.core.backup.archive.RawTar.Header;

/** A part that wants to do harm. */
public final class HostileTar {
  private static final byte[] HIGH = {(byte) 0xff};

  private final String what;
  private final Class<? extends ArchiveException> refusal;
  private final byte[] tar;

  private HostileTar(String what, Class<? extends ArchiveException> refusal, byte[] tar) {
    this.what = what;
    this.refusal = refusal;
    this.tar = tar;
  }

  /** What it tries. */
  public String what() {
    return what;
  }

  /** How extracting it ends; the root of all errors when it may be done safely. */
  public Class<? extends ArchiveException> refusal() {
    return refusal;
  }

  /** The part itself. */
  public byte[] tar() {
    return tar.clone();
  }

  /** Whether it can be extracted without harm. */
  public boolean harmless() {
    return refusal == ArchiveException.class;
  }

  @Override
  public String toString() {
    return what;
  }

  /** All of them, with the directory that they would like to reach. */
  public static List<HostileTar> all(String outside) {
    List<HostileTar> all = new ArrayList<>();
    names(all, outside);
    links(all, outside);
    twice(all);
    kinds(all);
    numbers(all);
    extended(all);
    return all;
  }

  private static void refused(
      List<HostileTar> all, String what, Class<? extends ArchiveException> refusal, RawTar tar) {
    all.add(new HostileTar(what, refusal, tar.end()));
  }

  private static void harmless(List<HostileTar> all, String what, RawTar tar) {
    all.add(new HostileTar(what, ArchiveException.class, tar.end()));
  }

  private static void names(List<HostileTar> all, String outside) {
    refused(all, "an absolute name", UnsafeMember.class, evil(outside + "/evil"));
    refused(all, "a name with ..", UnsafeMember.class, evil("data/../../outside/evil"));
    refused(all, "a name that ends with ..", UnsafeMember.class, evil("data/x/.."));
    refused(all, "an empty name", UnsafeMember.class, evil(""));
    refused(all, "the root as a file", UnsafeMember.class, evil("data/."));
    refused(all, "a NUL in a name", UnsafeMember.class, extendedEvil("data/a\0../../outside"));
    refused(
        all,
        "a path of 100,000 bytes",
        UnsafeMember.class,
        extendedEvil("data/" + "x/".repeat(50_000)));
    refused(
        all,
        "a path of 5,000 bytes",
        UnsafeMember.class,
        extendedEvil("data/" + "x".repeat(200).concat("/").repeat(25) + "y"));
    refused(
        all, "a name of 256 bytes", UnsafeMember.class, extendedEvil("data/" + "ü".repeat(128)));
    refused(all, "an empty extended name", UnsafeMember.class, extendedEvil(""));
    refused(
        all,
        "an empty GNU name",
        UnsafeMember.class,
        new RawTar().gnuLong('L', "").file("data/a", "evil"));
    harmless(all, "only . as a name", new RawTar().directory("."));
    harmless(all, "backslashes", evil("data\\..\\..\\outside\\evil"));
    harmless(
        all,
        "names of another system",
        evil("data/C:/windows/aux").file("data/nul.", "").file("data/a:b", ""));
    harmless(all, "names that differ in case", evil("data/a").file("data/A", "other"));
    harmless(
        all,
        "a name that is not text",
        new RawTar()
            .add(
                Header.of('0', new byte[] {'d', 'a', 't', 'a', '/', (byte) 0xc3, '(', (byte) 0xff})
                    .size(1),
                new byte[1]));
    harmless(all, "control characters", evil("data/\u001b[2J\n\u202e"));
  }

  private static RawTar evil(String name) {
    return new RawTar().file(name, "evil");
  }

  private static RawTar extendedEvil(String name) {
    return new RawTar().pax('x', "path", name).file("data/short", "evil");
  }

  private static void links(List<HostileTar> all, String outside) {
    refused(
        all,
        "a file through a link",
        UnsafeMember.class,
        new RawTar().link('2', "data/l", outside).file("data/l/evil", "evil"));
    refused(
        all,
        "a file through a chain of links",
        UnsafeMember.class,
        new RawTar()
            .directory("data/d")
            .link('2', "data/d/up", "..")
            .link('2', "data/l", "d/up/../../outside")
            .file("data/l/evil", "evil"));
    refused(
        all,
        "a file in place of a link",
        UnsafeMember.class,
        new RawTar().link('2', "data/l", outside + "/precious").file("data/l", "evil"));
    refused(
        all,
        "a link in place of a directory",
        UnsafeMember.class,
        new RawTar()
            .directory("data/d")
            .file("data/d/a", "")
            .link('2', "data/d", outside)
            .file("data/d/evil", "evil"));
    refused(
        all,
        "a link in place of the root",
        UnsafeMember.class,
        new RawTar().link('2', "data", outside).file("data/evil", "evil"));
    refused(
        all,
        "a link in place of the root, late",
        UnsafeMember.class,
        new RawTar().directory("data").link('2', "data/.", outside));
    refused(
        all,
        "a directory in place of a link",
        UnsafeMember.class,
        new RawTar().link('2', "data/l", outside).directory("data/l").file("data/l/evil", "evil"));
    refused(
        all,
        "a hard link to a link, and a file through it",
        UnsafeMember.class,
        new RawTar()
            .link('2', "data/l", outside)
            .link('1', "data/h", "data/l")
            .file("data/h/evil", "evil"));
    refused(
        all,
        "a hard link out",
        UnsafeMember.class,
        new RawTar().link('1', "data/h", outside + "/precious"));
    refused(
        all,
        "a hard link out by ..",
        UnsafeMember.class,
        new RawTar().link('1', "data/h", "data/../../outside/precious"));
    refused(
        all,
        "a hard link through a link",
        UnsafeMember.class,
        new RawTar().link('2', "data/l", outside).link('1', "data/h", "data/l/precious"));
    refused(
        all,
        "a hard link to itself",
        UnsafeMember.class,
        new RawTar().link('1', "data/h", "data/h"));
    refused(
        all, "a hard link to nothing", UnsafeMember.class, new RawTar().link('1', "data/h", ""));
    refused(
        all,
        "a hard link to the root",
        UnsafeMember.class,
        new RawTar().directory("data").link('1', "data/h", "data"));
    refused(
        all,
        "a hard link to a directory",
        UnsafeMember.class,
        new RawTar().directory("data/d").link('1', "data/h", "data/d"));
    refused(all, "a link to nothing", UnsafeMember.class, new RawTar().link('2', "data/l", ""));
    refused(
        all,
        "a NUL in a link",
        UnsafeMember.class,
        new RawTar().pax('x', "linkpath", "a\0b").link('2', "data/l", "x"));
    refused(
        all,
        "a NUL in a link that is not ASCII",
        UnsafeMember.class,
        new RawTar().pax('x', "linkpath", "ü\0b").link('2', "data/l", "x"));
    refused(
        all,
        "a link to 100,000 bytes",
        UnsafeMember.class,
        new RawTar().pax('x', "linkpath", "x/".repeat(50_000)).link('2', "data/l", "x"));
    refused(
        all,
        "a loop of links, and a file through it",
        UnsafeMember.class,
        new RawTar().link('2', "data/a", "b").link('2', "data/b", "a").file("data/a/evil", "evil"));
    harmless(
        all, "a loop of links", new RawTar().link('2', "data/a", "b").link('2', "data/b", "a"));
    harmless(
        all,
        "links that lead out",
        new RawTar()
            .link('2', "data/a", outside)
            .link('2', "data/b", "../../outside/ü//")
            .link('2', "data/c", "//ü"));
    harmless(
        all,
        "a hard link with data",
        new RawTar()
            .file("data/a", "a")
            .add(Header.of('1', "data/h").link("data/a").size(4))
            .file("data/b", "b"));
  }

  private static void twice(List<HostileTar> all) {
    refused(all, "a file twice", UnsafeMember.class, evil("data/a").file("data/a", "other"));
    refused(
        all,
        "a file twice, spelt differently",
        UnsafeMember.class,
        evil("data/a/b").file("./data//a/./b", "other"));
    refused(
        all,
        "a file over a directory",
        UnsafeMember.class,
        new RawTar().directory("data/a").file("data/a", "evil"));
    refused(all, "a directory over a file", UnsafeMember.class, evil("data/a").directory("data/a"));
    refused(
        all, "a file below a file", UnsafeMember.class, evil("data/a").file("data/a/b", "evil"));
    harmless(
        all,
        "a directory twice",
        new RawTar().directory("data/a").directory("data/a/").directory("data/a"));
  }

  private static void kinds(List<HostileTar> all) {
    harmless(
        all,
        "devices and pipes",
        new RawTar()
            .add(Header.of('3', "data/c").octal(329, 8, 1))
            .add(Header.of('4', "data/b"))
            .add(Header.of('6', "data/p")));
    harmless(
        all,
        "a file through a device",
        new RawTar().add(Header.of('3', "data/c")).file("data/c/a", ""));
    harmless(
        all,
        "setuid, setgid and sticky",
        new RawTar()
            .add(Header.of('0', "data/a").mode(07755))
            .add(Header.of('5', "data/d").mode(07777)));
    harmless(all, "a compressed file that holds itself", evil("data/quine.gz"));
    refused(
        all,
        "an old sparse file",
        Unsupported.class,
        new RawTar()
            .add(Header.of('S', "data/s").gnu().size(512).octal(483, 12, 1L << 32), new byte[512]));
    refused(
        all,
        "a sparse file 0.0",
        Unsupported.class,
        new RawTar()
            .pax(
                'x',
                "GNU.sparse.size",
                "99999999999",
                "GNU.sparse.numblocks",
                "1",
                "GNU.sparse.offset",
                "0",
                "GNU.sparse.numbytes",
                "1")
            .file("data/s", "x"));
    refused(
        all,
        "a sparse file 0.1",
        Unsupported.class,
        new RawTar()
            .pax('x', "GNU.sparse.map", "0,1,99999999999,1", "GNU.sparse.name", "../evil")
            .file("data/s", "x"));
    refused(
        all,
        "a sparse file 1.0",
        Unsupported.class,
        new RawTar()
            .pax(
                'x',
                "GNU.sparse.major",
                "1",
                "GNU.sparse.minor",
                "0",
                "GNU.sparse.name",
                "../evil",
                "GNU.sparse.realsize",
                "99999999999")
            .file("data/s", "1\n0\n1\n"));
    refused(
        all,
        "all files sparse",
        Unsupported.class,
        new RawTar().pax('g', "GNU.sparse.major", "1").file("data/s", "x"));
    refused(
        all,
        "a multi-volume member",
        Unsupported.class,
        new RawTar().add(Header.of('M', "data/m").gnu()));
    refused(all, "an unknown kind", Unsupported.class, new RawTar().add(Header.of('Z', "data/z")));
  }

  private static void numbers(List<HostileTar> all) {
    byte[] min = new byte[12];
    Arrays.fill(min, 0, 4, (byte) 0xff);
    min[4] = (byte) 0x80;
    harmless(
        all, "the earliest of all times", new RawTar().add(Header.of('0', "data/a").at(136, min)));
    byte[] max = new byte[12];
    Arrays.fill(max, 4, 12, (byte) 0xff);
    max[0] = (byte) 0x80;
    max[4] = 0x7f;
    harmless(
        all, "the latest of all times", new RawTar().add(Header.of('0', "data/a").at(136, max)));
    refused(
        all,
        "a size of 2^63 - 1, binary",
        Damaged.class,
        new RawTar().add(Header.of('0', "data/a").at(124, max)));
    byte[] over = max.clone();
    Arrays.fill(over, 1, 12, (byte) 0xff);
    refused(
        all,
        "a size of 2^88",
        Damaged.class,
        new RawTar().add(Header.of('0', "data/a").at(124, over)));
    byte[] negative = new byte[12];
    Arrays.fill(negative, (byte) 0xff);
    refused(
        all,
        "a size of -1, binary",
        Damaged.class,
        new RawTar().add(Header.of('0', "data/a").at(124, negative)));
    refused(
        all,
        "a size of -1",
        Damaged.class,
        new RawTar().pax('x', "size", "-1").file("data/a", "x"));
    refused(
        all,
        "a size of 2^63 - 1",
        Damaged.class,
        new RawTar().pax('x', "size", "9223372036854775807").file("data/a", "x"));
    refused(
        all,
        "a size of 2^63",
        Damaged.class,
        new RawTar().pax('x', "size", "9223372036854775808").file("data/a", "x"));
    refused(
        all,
        "a size of terabytes before the part asked for",
        LimitExceeded.class,
        new RawTar().pax('x', "size", "9000000000000").file("elsewhere", "x"));
    refused(
        all,
        "more bytes than there are",
        LimitExceeded.class,
        new RawTar().add(Header.of('0', "data/a").size(1L << 30), new byte[512]));
    harmless(
        all,
        "two sizes",
        new RawTar()
            .pax('x', "size", "1")
            .add(Header.of('0', "data/a").size(700), new byte[1024])
            .file("data/b", ""));
    refused(
        all,
        "a wrong checksum",
        Damaged.class,
        new RawTar().add(Header.of('0', "data/a").spoilt()));
    refused(
        all,
        "digits that are none",
        Damaged.class,
        new RawTar()
            .add(
                Header.of('0', "data/a")
                    .at(124, "0000000009x".getBytes(StandardCharsets.US_ASCII))));
    harmless(
        all,
        "owners from nowhere",
        new RawTar()
            .pax(
                'x',
                "uid",
                "-9223372036854775808",
                "gid",
                "9223372036854775807",
                "mtime",
                "1e999999999")
            .file("data/a", "x"));
    refused(
        all,
        "an owner that is no number",
        Damaged.class,
        new RawTar().pax('x', "uid", "root").file("data/a", "x"));
    all.add(new HostileTar("no end", Truncated.class, evil("data/a").cut()));
  }

  private static void extended(List<HostileTar> all) {
    refused(
        all,
        "an extended header of 1 GiB",
        LimitExceeded.class,
        new RawTar().add(Header.of('x', "p").size(1L << 30), new byte[512]));
    refused(
        all,
        "a GNU name of 1 GiB",
        LimitExceeded.class,
        new RawTar().add(Header.of('L', "p").gnu().size(1L << 30), new byte[512]));
    refused(
        all,
        "a negative extended header",
        LimitExceeded.class,
        new RawTar()
            .add(
                Header.of('x', "p")
                    .at(124, HIGH)
                    .at(125, HIGH)
                    .at(126, HIGH)
                    .at(127, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1})));
    refused(
        all,
        "a name for all files",
        UnsafeMember.class,
        new RawTar().pax('g', "path", "data/same").file("data/a", "1").file("data/b", "2"));
    refused(
        all,
        "a name out for all files",
        UnsafeMember.class,
        new RawTar().pax('g', "path", "../evil").file("data/a", "1"));
    refused(
        all,
        "a size for all files",
        Damaged.class,
        new RawTar().pax('g', "size", "100").file("data/a", "x".repeat(600)));
    refused(all, "a record without an end", Damaged.class, raw("30 path=data/../../evil"));
    refused(all, "a record of no length", Damaged.class, raw("0 path=a\n"));
    refused(
        all,
        "a record of a length that wraps",
        Damaged.class,
        raw("99999999999999999999 path=a\n"));
    refused(all, "a record without a key", Damaged.class, raw("5 abc\n"));
    refused(all, "thousands of records for all files", LimitExceeded.class, manyRecords());
    harmless(
        all,
        "a later record wins",
        new RawTar().pax('x', "path", "../evil", "path", "data/good").file("data/a", ""));
    harmless(
        all,
        "a GNU name, then an extended one",
        new RawTar().gnuLong('L', "../evil").pax('x', "path", "data/good").file("data/a", ""));
  }

  private static RawTar raw(String records) {
    byte[] data = records.getBytes(StandardCharsets.UTF_8);
    return new RawTar().add(Header.of('x', "p").size(data.length), data).file("data/a", "");
  }

  private static RawTar manyRecords() {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      records.add(Integer.toString(i, 36));
      records.add("");
    }
    return new RawTar().pax('g', records.toArray(String[]::new)).file("data/a", "");
  }
}
