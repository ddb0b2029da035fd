package org.homekeep.app.archive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.PartFormat;
import org.homekeep.core.backup.archive.read.Finding;
import org.homekeep.core.backup.archive.read.VerificationReport;
import org.homekeep.core.backup.archive.read.VerifiedPart;

/**
 * What a verification found, and what it could not prove.
 *
 * @param databases how many SQLite databases were checked
 */
record VerifyReport(String label, VerificationReport found, long databases) {
  private static final Set<Finding.Kind> KEY =
      Set.of(Finding.Kind.WRONG_KEY, Finding.Kind.KEY_REQUIRED);
  private static final Set<Finding.Kind> FOREIGN =
      Set.of(Finding.Kind.NOT_AN_ARCHIVE, Finding.Kind.UNSUPPORTED);

  int exitCode() {
    if (found.isWhole()) {
      return Exit.OK;
    }
    if (found.findings().stream().allMatch(finding -> KEY.contains(finding.kind()))) {
      return Exit.KEY;
    }
    boolean foreign =
        found.parts().isEmpty()
            && found.findings().stream().allMatch(finding -> FOREIGN.contains(finding.kind()));
    return foreign ? Exit.NOT_AN_ARCHIVE : Exit.PROBLEM;
  }

  /** Throws what keeps it from being an archive that the key opens: then there is no report. */
  void requireOpened() throws ArchiveException {
    int code = exitCode();
    if (code == Exit.NOT_AN_ARCHIVE) {
      throw new ArchiveException.NotAnArchive(found.findings().get(0).message());
    }
    if (code == Exit.KEY) {
      boolean noKey =
          found.findings().stream()
              .allMatch(finding -> finding.kind() == Finding.Kind.KEY_REQUIRED);
      throw noKey
          ? new ArchiveException.KeyRequired("There is no key.")
          : new ArchiveException.WrongKey();
    }
  }

  void print(PrintWriter out, boolean quiet) {
    if (!quiet) {
      printParts(out);
    }
    for (Finding finding : found.findings()) {
      out.println(headline(finding));
      out.println("  " + Printable.of(finding.message()));
      String place = place(finding);
      if (!place.isEmpty()) {
        out.println("  " + place);
      }
    }
    long more = found.findingCount() - found.findings().size();
    if (more > 0) {
      out.println("… and %s more of these.".formatted(Sizes.exact(more)));
    }
    if (!quiet) {
      if (!found.findings().isEmpty()) {
        out.println();
      }
      out.println(summary());
      limits().forEach(out::println);
    }
  }

  private void printParts(PrintWriter out) {
    if (found.parts().isEmpty()) {
      return;
    }
    Table table = new Table();
    table.add("Part", "Members", "Files", "Encryption", "");
    for (VerifiedPart part : found.parts()) {
      table.add(
          Printable.of(part.name()),
          Sizes.exact(part.members()),
          Sizes.of(part.fileBytes()),
          Formats.words(part.format()),
          part.complete() ? "read to its end" : "not read to its end");
    }
    table.print(out);
    out.println();
  }

  private static String headline(Finding finding) {
    String what =
        switch (finding.kind()) {
          case NOT_AN_ARCHIVE -> "NOT AN ARCHIVE";
          case DAMAGED -> "DAMAGED";
          case TRUNCATED -> "CUT SHORT";
          case TAMPERED -> "CHANGED";
          case WRONG_KEY -> "WRONG KEY";
          case KEY_REQUIRED -> "NO KEY";
          case UNSUPPORTED -> "UNKNOWN FORMAT";
          case MISSING_PART -> "MISSING";
          case LIMIT_EXCEEDED -> "REFUSED";
          case DAMAGED_CONTENT -> "DAMAGED FILE";
          case UNSAFE_MEMBER -> "UNSAFE NAME";
          case UNREADABLE -> "UNREADABLE";
          case NOT_CHECKED -> "NOT CHECKED";
        };
    return what + "  " + subject(finding);
  }

  private static String subject(Finding finding) {
    String part = Printable.of(finding.part().orElse("the archive itself"));
    return finding.member().map(member -> part + "/" + Printable.of(member)).orElse(part);
  }

  private static String place(Finding finding) {
    if (finding.archiveOffset().isEmpty()) {
      return "";
    }
    String place =
        "At byte %s of the archive or before it"
            .formatted(Sizes.exact(finding.archiveOffset().getAsLong()));
    if (finding.tarOffset().isEmpty()) {
      return place + ".";
    }
    String read = Sizes.exact(finding.tarOffset().getAsLong());
    return finding.member().isPresent()
        ? "%s; %s bytes of the part's tar could be read, and files up to this one may be damaged."
            .formatted(place, read)
        : "%s, in any of the files of the part: a checksum over all of them cannot tell in which."
            .formatted(place);
  }

  private String summary() {
    long members = found.parts().stream().mapToLong(VerifiedPart::members).sum();
    long bytes = found.parts().stream().mapToLong(VerifiedPart::fileBytes).sum();
    String read =
        "%s with %s in %d %s read, %d %s checked by SQLite."
            .formatted(
                members == 1 ? "1 member" : Sizes.exact(members) + " members",
                Sizes.of(bytes),
                found.parts().size(),
                (found.parts().size() == 1 ? "part" : "parts") + (members == 1 ? " was" : " were"),
                databases,
                databases == 1 ? "database was" : "databases were");
    return found.isWhole()
        ? "The archive is whole. " + read
        : "%s %s found. %s"
            .formatted(
                Sizes.exact(found.findingCount()),
                found.findingCount() == 1 ? "problem was" : "problems were",
                read);
  }

  /** What even a clean result does not say. */
  private List<String> limits() {
    boolean plain = has(PartFormat.NOT_ENCRYPTED);
    boolean unauthenticated = has(PartFormat.SECURETAR_1) || has(PartFormat.SECURETAR_2);
    if (plain || unauthenticated) {
      return List.of(
          "This finds accidental damage. It does not find a change made on purpose: %s no authentication."
              .formatted(
                  unauthenticated
                      ? "SecureTar 1 and 2 have"
                      : "an archive without encryption has"));
    }
    return has(PartFormat.SECURETAR_3)
        ? List.of(
            "The parts are authenticated: nobody without the key has changed them. That does not cover backup.json, nor which parts there are and whether they belong together.")
        : List.of();
  }

  private boolean has(PartFormat format) {
    return found.parts().stream().anyMatch(part -> part.format() == format);
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("file", label);
    json.put("whole", found.isWhole());
    json.put("size", found.size());
    json.put("databases_checked", databases);
    ArrayNode parts = json.putArray("parts");
    for (VerifiedPart part : found.parts()) {
      parts
          .addObject()
          .put("name", part.name())
          .put("securetar_version", Formats.version(part.format()))
          .put("authenticated", part.format().isAuthenticated())
          .put("members", part.members())
          .put("file_bytes", part.fileBytes())
          .put("complete", part.complete());
    }
    json.put("finding_count", found.findingCount());
    ArrayNode findings = json.putArray("findings");
    for (Finding finding : found.findings()) {
      ObjectNode node = findings.addObject();
      node.put("kind", finding.kind().name().toLowerCase(Locale.ROOT));
      finding.part().ifPresent(part -> node.put("part", part));
      finding.member().ifPresent(member -> node.put("member", member.toString()));
      finding.archiveOffset().ifPresent(offset -> node.put("archive_offset", offset));
      finding.tarOffset().ifPresent(offset -> node.put("tar_offset", offset));
      node.put("message", finding.message());
    }
    return json;
  }
}
