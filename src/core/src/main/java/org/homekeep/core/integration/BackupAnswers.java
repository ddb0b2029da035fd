package org.homekeep.core.integration;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.homekeep.api.backup.AddonInfo;
import org.homekeep.api.backup.AgentBackup;
import org.homekeep.api.backup.BackupList;
import org.homekeep.core.wire.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * What a location says that it holds, as far as it can be understood: a backup with a field that is
 * missing, endless or of another type would break every list that it is part of.
 *
 * @param backups those that can be understood
 * @param faults what is wrong with the others, a sentence each
 * @param untold why the location itself says that there may be more
 */
public record BackupAnswers(
    List<AgentBackup> backups, List<String> faults, Optional<String> untold) {
  /** A part of paths and addresses, of which one or two dots alone are another place. */
  private static final Pattern ID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.-]{1,64}");

  private static final int MOST_BACKUPS = 20_000;
  private static final int MOST_FAULTS = 10;
  private static final int MOST_PARTS = 1000;
  private static final int LONGEST_TEXT = 4096;

  public BackupAnswers {
    backups = List.copyOf(backups);
    faults = List.copyOf(faults);
  }

  /**
   * Looks at a list. Runs the code of the list.
   *
   * @param answer whatever the location gave
   * @throws IllegalStateException when that is no list
   */
  static BackupAnswers of(@Nullable BackupList answer) {
    if (answer == null || !((Object) answer.backups() instanceof List<?> list)) {
      throw new IllegalStateException("The location answered without a list.");
    }
    Object untold = answer.missing();
    return of(
        list,
        untold instanceof Optional<?> optional && optional.isPresent()
            ? Optional.of(Excerpt.of(optional.get(), LONGEST_TEXT))
            : Optional.empty());
  }

  private static BackupAnswers of(List<?> list, Optional<String> untold) {
    List<AgentBackup> backups = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    int seen = 0;
    for (Object each : list) {
      if (++seen > MOST_BACKUPS) {
        faults.add("There are more than %d.".formatted(MOST_BACKUPS));
        break;
      }
      Optional<String> fault = fault(each);
      if (fault.isEmpty() && each instanceof AgentBackup backup) {
        backups.add(clean(backup));
      } else if (faults.size() < MOST_FAULTS) {
        faults.add(fault.orElse(""));
      }
    }
    return new BackupAnswers(backups, faults, untold);
  }

  /** Why these may not be all, as sentences for people. */
  Optional<String> missing() {
    Optional<String> odd =
        faults.isEmpty()
            ? Optional.empty()
            : Optional.of(
                "Backups that cannot be understood are left out here: %s"
                    .formatted(String.join(" ", faults)));
    return untold.map(why -> odd.map(faulty -> why + " " + faulty).orElse(why)).or(() -> odd);
  }

  /** A single backup, if it can be understood. */
  static Optional<AgentBackup> one(@Nullable Object answer) {
    return answer instanceof AgentBackup backup && fault(backup).isEmpty()
        ? Optional.of(clean(backup))
        : Optional.empty();
  }

  /**
   * What of a backup cannot be used, so that no list would show it: "an id", "a name". Whoever
   * stores one asks first.
   */
  public static Optional<String> unusable(AgentBackup backup) {
    return hasId(backup) ? wrong(backup) : Optional.of("an id");
  }

  private static boolean hasId(AgentBackup backup) {
    return isText(backup.backupId()) && ID.matcher(backup.backupId()).matches();
  }

  private static Optional<String> fault(@Nullable Object answer) {
    if (!(answer instanceof AgentBackup backup)) {
      return Optional.of("One is no backup.");
    }
    String id = backup.backupId();
    if (!hasId(backup)) {
      return Optional.of("One has an id that is none: %s.".formatted(Excerpt.of(id)));
    }
    return wrong(backup).map(what -> "%s has %s that cannot be used.".formatted(id, what));
  }

  private static Optional<String> wrong(AgentBackup backup) {
    if (!isText(backup.name())) {
      return Optional.of("a name");
    }
    if (!isText(backup.date())) {
      return Optional.of("a date");
    }
    if (!isOptionalText(backup.homeassistantVersion())) {
      return Optional.of("a version");
    }
    if (backup.size() < 0) {
      return Optional.of("a size");
    }
    if (backup.addons().size() > MOST_PARTS) {
      return Optional.of("a list of more than %d add-ons".formatted(MOST_PARTS));
    }
    if (!backup.addons().stream().allMatch(BackupAnswers::isUsable)) {
      return Optional.of("add-ons");
    }
    boolean extra =
        backup.extraMetadata().size() <= MOST_PARTS
            && backup.extraMetadata().entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .allMatch(each -> !(each instanceof String text) || isText(text));
    return extra ? Optional.empty() : Optional.of("further metadata");
  }

  private static boolean isUsable(AddonInfo addon) {
    return isText(addon.slug()) && isOptionalText(addon.name()) && isOptionalText(addon.version());
  }

  private static boolean isText(@Nullable String text) {
    return text != null && text.length() <= LONGEST_TEXT;
  }

  private static boolean isOptionalText(@Nullable Object text) {
    return text instanceof Optional<?> optional
        && (optional.isEmpty() || (optional.get() instanceof String given && isText(given)));
  }

  /** Further metadata are texts and truth values; what else is there has no form on the wire. */
  private static AgentBackup clean(AgentBackup backup) {
    Map<String, Object> extra = new HashMap<>(backup.extraMetadata());
    boolean changed =
        extra.values().removeIf(value -> !(value instanceof Boolean) && !(value instanceof String));
    return !changed
        ? backup
        : new AgentBackup(
            backup.backupId(),
            backup.name(),
            backup.date(),
            backup.addons(),
            backup.folders(),
            backup.databaseIncluded(),
            backup.homeassistantIncluded(),
            backup.homeassistantVersion(),
            extra,
            backup.isProtected(),
            backup.size());
  }
}
