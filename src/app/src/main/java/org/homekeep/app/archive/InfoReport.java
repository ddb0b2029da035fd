package org.homekeep.app.archive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.read.ArchiveSurvey;
import org.homekeep.core.backup.archive.read.ArchiveSurvey.SurveyedPart;
import org.homekeep.core.backup.archive.read.KeyCheck;

/**
 * What there is to say of an archive.
 *
 * @param size bytes of the file
 */
record InfoReport(ArchiveSurvey survey, long size) {
  /** The worst answer of any part that is encrypted; not encrypted when there is none. */
  KeyCheck key() {
    KeyCheck answer = KeyCheck.NOT_ENCRYPTED;
    for (SurveyedPart part : survey.parts()) {
      KeyCheck one = part.key().orElse(KeyCheck.NOT_ENCRYPTED);
      if (one != KeyCheck.NOT_ENCRYPTED && answer != KeyCheck.WRONG_KEY) {
        answer = one;
      }
    }
    return answer;
  }

  /** As its parts are; what backup.json says counts when not all of them could be seen. */
  private boolean isEncrypted() {
    return survey.parts().stream().anyMatch(part -> part.info().format().isEncrypted())
        || (survey.failure().isPresent() && survey.metadata().isProtected());
  }

  private boolean keyGiven() {
    return survey.parts().stream().anyMatch(part -> part.key().isPresent());
  }

  void print(PrintWriter out) {
    ArchiveMetadata metadata = survey.metadata();
    Table head = new Table();
    head.add("Name", Printable.of(metadata.name()));
    head.add("Backup id", Printable.of(metadata.slug()));
    head.add("Made", Printable.of(metadata.date()));
    head.add(
        "Home Assistant",
        metadata
            .homeAssistant()
            .map(included -> Printable.of(included.version()))
            .orElse("not included"));
    head.add("Database", metadata.databaseIncluded() ? "included" : "not included");
    head.add("Type", Printable.of(metadata.type()));
    head.add("Encrypted", encryption());
    head.add("Key", keySentence());
    head.add("Size", "%s (%s bytes)".formatted(Sizes.of(size), Sizes.exact(size)));
    head.print(out);
    out.println();
    Table parts = new Table();
    parts.add("Part", "Size", "Compressed", "Encryption");
    for (SurveyedPart part : survey.parts()) {
      parts.add(
          Printable.of(part.info().name()),
          Sizes.of(part.info().size()),
          part.info().compressed() ? "gzip" : "no",
          Formats.words(part.info().format()));
    }
    for (String missing : survey.missing()) {
      parts.add(Printable.of(missing), "missing", "", "");
    }
    parts.print(out);
  }

  private String encryption() {
    Set<String> formats = new TreeSet<>();
    survey.parts().forEach(part -> formats.add(Formats.words(part.info().format())));
    if (formats.size() > 1) {
      return "partly";
    }
    if (!isEncrypted()) {
      return "no";
    }
    return formats.isEmpty() ? "yes" : "yes, " + formats.iterator().next();
  }

  private String keySentence() {
    if (!isEncrypted()) {
      return "not needed";
    }
    if (!keyGiven()) {
      return "needed; none was given to try";
    }
    return key() == KeyCheck.OPENS ? "opens it" : "does not open it";
  }

  ObjectNode json() {
    ArchiveMetadata metadata = survey.metadata();
    ObjectNode json = Json.object();
    json.put("name", metadata.name());
    json.put("backup_id", metadata.slug());
    json.put("date", metadata.date());
    json.put("type", metadata.type());
    json.put(
        "homeassistant_version",
        metadata.homeAssistant().map(ArchiveMetadata.HomeAssistant::version).orElse(null));
    json.put("database_included", metadata.databaseIncluded());
    json.put("protected", isEncrypted());
    json.put("key", keyWord());
    json.put("size", size);
    ArrayNode parts = json.putArray("parts");
    for (SurveyedPart part : survey.parts()) {
      parts
          .addObject()
          .put("name", part.info().name())
          .put("size", part.info().size())
          .put("compressed", part.info().compressed())
          .put("securetar_version", Formats.version(part.info().format()))
          .put("key", word(part));
    }
    ArrayNode missing = json.putArray("missing_parts");
    survey.missing().forEach(missing::add);
    json.put("complete", survey.failure().isEmpty());
    return json;
  }

  private String keyWord() {
    if (!isEncrypted()) {
      return "not_needed";
    }
    return keyGiven() ? word(key()) : "not_given";
  }

  private static String word(SurveyedPart part) {
    if (!part.info().format().isEncrypted()) {
      return "not_needed";
    }
    return part.key().map(InfoReport::word).orElse("not_given");
  }

  private static String word(KeyCheck check) {
    return List.of(KeyCheck.OPENS).contains(check) ? "opens" : "wrong";
  }
}
