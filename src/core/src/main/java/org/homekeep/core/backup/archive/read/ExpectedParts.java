package org.homekeep.core.backup.archive.read;

import java.util.ArrayList;
import java.util.List;
import org.homekeep.core.backup.archive.ArchiveMetadata;

/** The parts that a backup.json announces. */
final class ExpectedParts {
  private ExpectedParts() {}

  static List<String> of(ArchiveMetadata metadata) {
    List<String> expected = new ArrayList<>();
    metadata.homeAssistant().ifPresent(included -> expected.add("homeassistant"));
    metadata.addOns().forEach(addOn -> expected.add(addOn.slug()));
    metadata.folders().forEach(folder -> expected.add(folder.replace('/', '_')));
    return expected;
  }
}
