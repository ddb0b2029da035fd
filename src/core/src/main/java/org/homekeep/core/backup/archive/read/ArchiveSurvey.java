package org.homekeep.core.backup.archive.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.ArchiveException;
import org.homekeep.core.backup.archive.ArchiveMetadata;
import org.homekeep.core.backup.archive.part.CountingInput;
import org.homekeep.core.backup.archive.part.ProbedPart;

/**
 * What an archive says of itself and what its parts are, as far as that can be seen without reading
 * them: the first answer to somebody who found a file.
 *
 * @param missing parts that backup.json announces and that were not seen
 * @param failure the first thing that could not be read: a part, or the archive behind it
 * @param size bytes of the archive up to its last part or to the failure
 */
public record ArchiveSurvey(
    ArchiveMetadata metadata,
    List<SurveyedPart> parts,
    List<String> missing,
    Optional<ArchiveException> failure,
    long size) {
  public ArchiveSurvey {
    parts = List.copyOf(parts);
    missing = List.copyOf(missing);
  }

  /**
   * A part that was seen.
   *
   * @param key whether the given key opens it; absent when there was none
   */
  public record SurveyedPart(PartInfo info, Optional<KeyCheck> key) {}

  /**
   * Surveys an archive that is read once, from its beginning.
   *
   * @param key is tried on every part
   * @throws ArchiveException when there is no backup.json to speak of
   */
  public static ArchiveSurvey of(InputStream in, Optional<Secret> key) throws IOException {
    CountingInput counted = new CountingInput(in);
    PartWalk walk = new PartWalk(counted, key);
    List<SurveyedPart> parts = new ArrayList<>();
    Optional<ArchiveException> failure = Optional.empty();
    boolean more = true;
    while (more) {
      try {
        Optional<ProbedPart> next = walk.next();
        more = next.isPresent();
        if (more) {
          parts.add(survey(next.get(), walk, key));
        }
      } catch (ArchiveException broken) {
        if (broken instanceof ArchiveException.Cancelled || walk.metadata().isEmpty()) {
          throw broken;
        }
        failure = failure.or(() -> Optional.of(broken));
        more = walk.canGoOn();
      }
    }
    ArchiveMetadata metadata = walk.metadata().orElseThrow(ArchiveInspector::noMetadata);
    return new ArchiveSurvey(metadata, parts, missing(metadata, parts), failure, counted.count());
  }

  private static SurveyedPart survey(ProbedPart part, PartWalk walk, Optional<Secret> key)
      throws IOException {
    return new SurveyedPart(
        PartInfo.of(part), key.isPresent() ? Optional.of(walk.tryKey(part)) : Optional.empty());
  }

  private static List<String> missing(ArchiveMetadata metadata, List<SurveyedPart> parts) {
    Set<String> seen = new HashSet<>();
    parts.forEach(part -> seen.add(part.info().name()));
    return ExpectedParts.of(metadata).stream().filter(name -> !seen.contains(name)).toList();
  }
}
