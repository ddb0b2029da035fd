package org.homekeep.app.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.part.PartTar;
import org.homekeep.core.backup.archive.part.ProbedPart;
import org.homekeep.core.backup.archive.read.PartWalk;
import org.homekeep.core.backup.archive.tar.RawText;
import org.homekeep.core.backup.archive.tar.TarEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two archives by the content of their members. */
@Command(
    name = "diff",
    description = {
      "Show what differs between two archives: + only in B, - only in A, M another content, m another mode, owner or time.",
      "Encryption and compression do not matter; every file is compared by its SHA-256."
    },
    footer = {
      "",
      "The key of A is used for B, too, unless B has its own.",
      "Exit code 0: no difference, 1: differences."
    })
final class DiffCommand implements Callable<Integer> {
  private static final int LOOK_UP = 200;

  private final Terminal terminal;

  @Mixin private Voice voice = new Voice();
  @Mixin private KeyOptions keys = new KeyOptions();

  @Option(names = "--kit-b", paramLabel = "FILE", description = "The emergency kit of B.")
  private Optional<Path> kitB = Optional.empty();

  @Option(names = "--key-file-b", paramLabel = "FILE", description = "A file with the key of B.")
  private Optional<Path> keyFileB = Optional.empty();

  @Parameters(index = "0", paramLabel = "A", description = "The first archive.")
  private String first = "";

  @Parameters(index = "1", paramLabel = "B", description = "The second archive.")
  private String second = "";

  @Option(
      names = "--content",
      description = "Compare content alone; mode, owner and time do not matter.")
  private boolean contentOnly;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  private final Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);

  DiffCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return Task.perform(voice, this::diff);
  }

  private int diff() throws IOException, Trouble {
    ArchiveFile a = file(first);
    ArchiveFile b = file(second);
    Optional<Secret> keyA = a.key(keys);
    Optional<Secret> keyB = keyOfB(b, keyA);
    try (WorkDirectory work = WorkDirectory.create(terminal);
        SortedMembers membersA = new SortedMembers(work.path(), "a");
        SortedMembers membersB = new SortedMembers(work.path(), "b")) {
      ArchiveMetadata metadataA = read(a, keyA, membersA);
      ArchiveMetadata metadataB = read(b, keyB, membersB);
      if (!json && !voice.isQuiet()) {
        printMetadata(metadataA, metadataB);
      }
      compare(membersA, membersB);
    }
    summarize();
    voice.requireReader();
    return counts.isEmpty() ? Exit.OK : Exit.PROBLEM;
  }

  private ArchiveFile file(String argument) {
    ArchiveFile archive = new ArchiveFile(argument, terminal);
    if (archive.isStandardInput()) {
      throw voice.mistake("Two archives are compared as files; - is not one.");
    }
    return archive;
  }

  private Optional<Secret> keyOfB(ArchiveFile b, Optional<Secret> keyA)
      throws IOException, Trouble {
    if (kitB.isPresent() && keyFileB.isPresent()) {
      throw voice.mistake("--kit-b and --key-file-b both name a key; give one of them.");
    }
    if (kitB.isPresent()) {
      return b.choose(KeyOptions.fromKit(kitB.get(), terminal.stopped()));
    }
    if (keyFileB.isPresent()) {
      return b.choose(KeyOptions.fromFile(keyFileB.get(), terminal.stopped()));
    }
    Optional<Secret> given = b.givenKey(keys);
    if (given.isPresent()) {
      return given;
    }
    return keyA.isPresent() ? keyA : b.key(keys);
  }

  private ArchiveMetadata read(ArchiveFile archive, Optional<Secret> key, SortedMembers members)
      throws IOException, Trouble {
    try (Progress progress =
            voice.progress(terminal, "Reading " + Printable.of(archive.label()), archive.size());
        InputStream in = archive.open(progress)) {
      PartWalk walk = new PartWalk(in, key);
      for (Optional<ProbedPart> part = walk.next(); part.isPresent(); part = walk.next()) {
        try (PartTar tar = walk.open(part.get())) {
          read(MemberName.part(part.get()), tar, members);
          tar.finish();
        }
      }
      members.rewind();
      return walk.metadata().orElseThrow();
    } catch (ArchiveException.Cancelled stopped) {
      throw stopped;
    } catch (ArchiveException failure) {
      throw new Trouble(Task.exitCode(failure), archive.label() + ": " + Task.sentence(failure));
    }
  }

  private static void read(String part, PartTar tar, SortedMembers members) throws IOException {
    for (Optional<TarEntry> next = tar.next(); next.isPresent(); next = tar.next()) {
      RawText path = MemberName.of(part, next.get());
      members.add(MemberDigest.of(path, next.get(), tar.body()));
    }
  }

  private void compare(SortedMembers membersA, SortedMembers membersB) throws IOException, Trouble {
    Optional<MemberDigest> a = membersA.next();
    Optional<MemberDigest> b = membersB.next();
    while (a.isPresent() || b.isPresent()) {
      int order = a.isEmpty() ? 1 : b.isEmpty() ? -1 : a.get().path().compareTo(b.get().path());
      if (order < 0) {
        found(Difference.removed(a.orElseThrow()));
      } else if (order > 0) {
        found(Difference.added(b.orElseThrow()));
      } else {
        compare(a.orElseThrow(), b.orElseThrow());
      }
      a = order <= 0 ? membersA.next() : a;
      b = order >= 0 ? membersB.next() : b;
    }
  }

  private void compare(MemberDigest a, MemberDigest b) throws Trouble {
    if (!a.sameContent(b)) {
      found(new Difference(Difference.Kind.CHANGED, a.path(), a.size(), b.size(), ""));
      return;
    }
    String others = a.otherDifferences(b);
    if (!contentOnly && !others.isEmpty()) {
      found(new Difference(Difference.Kind.METADATA, a.path(), a.size(), b.size(), others));
    }
  }

  private void found(Difference difference) throws Trouble {
    long count = counts.merge(difference.kind(), 1L, Long::sum);
    voice.out().print(json ? Json.line(difference.json()) : difference.text());
    voice.out().print('\n');
    if (count % LOOK_UP == 0) {
      voice.requireReader();
    }
  }

  private void printMetadata(ArchiveMetadata a, ArchiveMetadata b) {
    Table table = new Table();
    table.add("", "A", "B");
    List.of(
            new String[] {"Name", a.name(), b.name()},
            new String[] {"Made", a.date(), b.date()},
            new String[] {"Home Assistant", version(a), version(b)},
            new String[] {"Database", database(a), database(b)})
        .forEach(row -> table.add(row[0], Printable.of(row[1]), Printable.of(row[2])));
    table.print(voice.out());
    voice.out().println();
  }

  private static String version(ArchiveMetadata metadata) {
    return metadata
        .homeAssistant()
        .map(ArchiveMetadata.HomeAssistant::version)
        .orElse("not included");
  }

  private static String database(ArchiveMetadata metadata) {
    return metadata.databaseIncluded() ? "included" : "not included";
  }

  private void summarize() {
    if (json || voice.isQuiet()) {
      return;
    }
    voice
        .out()
        .println(
            counts.isEmpty()
                ? "No difference."
                : "%n%s only in B, %s only in A, %s with another content, %s with another mode, owner or time."
                    .formatted(
                        count(Difference.Kind.ADDED),
                        count(Difference.Kind.REMOVED),
                        count(Difference.Kind.CHANGED),
                        count(Difference.Kind.METADATA)));
  }

  private String count(Difference.Kind kind) {
    return Sizes.exact(counts.getOrDefault(kind, 0L));
  }
}
