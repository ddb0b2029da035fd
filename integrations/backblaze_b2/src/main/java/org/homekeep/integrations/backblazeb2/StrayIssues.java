package org.homekeep.integrations.backblazeb2;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.issue.Severity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the repairs page shows about {@link Strays}: an issue for each kind that there is, and one
 * when there are too many to say.
 */
final class StrayIssues {
  private static final Logger LOG = LoggerFactory.getLogger(StrayIssues.class);
  private static final String ARCHIVES = "archives_without_metadata";
  private static final String ORPHANS = "metadata_without_archive";
  private static final String COPIES = "backups_stored_twice";
  private static final String UNREADABLE = "unreadable_metadata";
  private static final String UNREAD = "metadata_not_read";

  private static final String CROWDED = "folder_crowded";

  /** Of all issues that it reports. */
  static final Set<String> KEYS = Set.of(CROWDED, ARCHIVES, ORPHANS, COPIES, UNREADABLE, UNREAD);

  private static final int MOST_NAMES = 5;
  private static final int LONGEST_NAME = 200;

  private final EntryIssues issues;
  private Strays shown = Strays.NONE;
  private boolean crowded;

  StrayIssues(ConfigEntry entry, IntegrationContext context) {
    this.issues = new EntryIssues(entry, context);
  }

  /** Whether a look at the bucket may end an issue. */
  boolean areShown() {
    return crowded || !shown.equals(Strays.NONE);
  }

  /** Shows what there is, and shows no longer what there is not. */
  void show(Strays strays) {
    if (!strays.equals(shown) && !strays.equals(Strays.NONE)) {
      LOG.atWarn()
          .addKeyValue("bucket", issues.config().bucket())
          .addKeyValue(ARCHIVES, strays.archives().size())
          .addKeyValue(ORPHANS, strays.orphans().size())
          .addKeyValue(COPIES, strays.copies().size())
          .addKeyValue(UNREADABLE, strays.unreadable().size())
          .addKeyValue(UNREAD, strays.unread().size())
          .log(
              "There are files in the bucket that are no backups of their own; they are left alone");
    }
    shown = strays;
    show(ARCHIVES, strays.archives());
    show(ORPHANS, strays.orphans());
    show(COPIES, strays.copies());
    show(UNREADABLE, strays.unreadable());
    show(UNREAD, strays.unread());
  }

  private void show(String key, List<ObjectRef> objects) {
    issues.show(
        !objects.isEmpty(),
        key,
        Severity.WARNING,
        Map.of("count", String.valueOf(objects.size()), "names", names(objects)));
  }

  /** Shows that the folder holds too much to be listed, or shows it no longer. */
  void showCrowded(boolean isCrowded) {
    crowded = isCrowded;
    issues.show(
        isCrowded, CROWDED, Severity.ERROR, Map.of("bucket_name", issues.config().bucket()));
  }

  /** The entry is gone. */
  void resolve() {
    issues.resolve(KEYS);
  }

  /** The first few; whoever put them there chose the names, and they are shown as Markdown. */
  static String names(List<ObjectRef> objects) {
    String first =
        objects.stream()
            .limit(MOST_NAMES)
            .map(each -> "* `" + harmless(each.name()) + "`")
            .collect(Collectors.joining("\n"));
    return objects.size() > MOST_NAMES ? first + "\n* …" : first;
  }

  private static String harmless(String name) {
    String plain = name.replaceAll("[`\\p{Cntrl}\\p{Cf}]", "?");
    return plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME) + "…";
  }
}
