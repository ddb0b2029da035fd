package org.homekeep.core.backup.kit;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.key.KeyFingerprint;

/**
 * What is kept in a drawer for the day on which everything else is gone (backup.md §8).
 *
 * @param old whether the key was replaced by another one
 * @param now when the kit is made, in the home's time zone
 * @param locale of the home
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
    Locale locale,
    String instance,
    String url,
    List<KitBackup> backups,
    int unknown) {
  static final String TITLE = "Home Assistant Backup Emergency Kit";
  static final String MORE =
      "For more information, visit https://www.home-assistant.io/more-info/backup-emergency-kit";

  private static final int MOST_LISTED = 500;

  public EmergencyKit {
    instance = Plain.line(instance);
    url = Plain.line(url);
    backups = List.copyOf(backups);
  }

  String date() {
    return now.format(
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
            .withLocale(locale));
  }

  /** The name of its text file. */
  public String fileName() {
    String date =
        now.format(
            DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT, FormatStyle.SHORT)
                .withLocale(locale));
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

            This emergency kit contains your backup encryption key. You need this key to be able to restore your Home Assistant backups.

            Date: %s

            Instance:
            %s

            URL:
            %s

            Encryption key:
            %s

            %s
            """
                .formatted(TITLE, date(), instance, url, key.reveal(), MORE));
    text.append("\nFingerprint of the key: ").append(fingerprint.text()).append('\n');
    text.append(
        backups.isEmpty()
            ? "\nThis key opens no backup yet.\n"
            : "\nThis key opens these backups:\n");
    backups.stream()
        .limit(MOST_LISTED)
        .forEach(
            each ->
                text.append(
                    "- %s, %s, at %s, %s\n"
                        .formatted(
                            each.name(),
                            each.date(),
                            String.join(" and ", each.locations()),
                            Plain.size(each.size()))));
    if (backups.size() > MOST_LISTED) {
      text.append("- and %d older ones\n".formatted(backups.size() - MOST_LISTED));
    }
    if (unknown > 0) {
      text.append(
          "\nOf %d more encrypted backups it is not known which key opens them. Try this one.\n"
              .formatted(unknown));
    }
    return text.toString();
  }
}
