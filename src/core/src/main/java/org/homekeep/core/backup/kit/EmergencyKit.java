package org.homekeep.core.backup.kit;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.key.KeyFingerprint;

/**
 * What is kept in a drawer for the day on which everything else is gone (backup.md §8).
 *
 * @param old whether the key was replaced by another one
 * @param now when the kit is made, in the home's time zone
 * @param words the language that it is in
 * @param instance the name of the home
 * @param url where the hub is found
 * @param backups that the key opens, the newest first
 * @param unknown how many more are encrypted, and nobody knows whether this key opens them
 */
public record EmergencyKit(
    Secret key,
    KeyFingerprint fingerprint,
    boolean old,
    ZonedDateTime now,
    KitWords words,
    String instance,
    String url,
    List<KitBackup> backups,
    int unknown) {
  /** The same in all languages: programs find the key below it. */
  static final String LABEL = "Encryption key:";

  private static final String MORE = "https://www.home-assistant.io/more-info/backup-emergency-kit";
  private static final int MOST_LISTED = 500;

  public EmergencyKit {
    instance = Plain.line(instance);
    url = Plain.line(url);
    backups = List.copyOf(backups);
  }

  String date() {
    return now.format(
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
            .withLocale(words.locale()));
  }

  /** The name of its text file. */
  public String fileName() {
    String date =
        now.format(
            DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT, FormatStyle.SHORT)
                .withLocale(words.locale()));
    // A header and a file system take fewer characters than a browser makes of a date.
    String name =
        date.replaceFirst(",", "")
            .replaceFirst("\\s", "_")
            .replaceAll("[^A-Za-z0-9._ -]+", "-")
            .strip();
    return "home_assistant_backup_emergency_kit_%s%s.txt".formatted(old ? "old_" : "", name);
  }

  /** The text: Home Assistant's, and after it the backups that it applies to. */
  public String text() {
    StringBuilder text =
        new StringBuilder(
            """
            %s

            %s

            %s

            %s
            %s

            %s
            %s

            %s
            %s

            %s
            """
                .formatted(
                    words.say("text.title"),
                    words.say("text.what"),
                    words.say("text.date", "date", date()),
                    words.say("text.instance"),
                    instance,
                    words.say("text.url"),
                    url,
                    LABEL,
                    key.reveal(),
                    words.say("text.more", "address", MORE)));
    line(text, "\n", words.say("text.fingerprint", "fingerprint", fingerprint.text()));
    line(text, "\n", words.say(backups.isEmpty() ? "text.opens_nothing" : "text.opens"));
    backups.stream().limit(MOST_LISTED).forEach(each -> line(text, "- ", described(each)));
    if (backups.size() > MOST_LISTED) {
      line(text, "- ", words.say("text.older", "count", backups.size() - MOST_LISTED));
    }
    if (unknown > 0) {
      line(text, "\n", words.say("text.unknown", "count", unknown));
    }
    return text.toString();
  }

  private String described(KitBackup backup) {
    String locations = String.join(" " + words.say("text.and") + " ", backup.locations());
    return "%s, %s, %s, %s"
        .formatted(
            backup.name(),
            backup.date(),
            words.say("text.at", "locations", locations),
            Plain.size(backup.size(), words.locale()));
  }

  private static void line(StringBuilder text, String before, String line) {
    text.append(before).append(line).append('\n');
  }
}
