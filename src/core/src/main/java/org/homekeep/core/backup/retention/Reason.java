package org.homekeep.core.backup.retention;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.homekeep.core.backup.policy.Period;

/** Why a copy stays or goes. */
public sealed interface Reason {

  /** Whether the copy goes. */
  boolean deletes();

  /** The code on the wire and in the log. */
  String code();

  /** A sentence for people. */
  String sentence();

  /** Nobody but a person deletes it. */
  record NotAutomatic(Origin origin) implements Reason {
    @Override
    public boolean deletes() {
      return false;
    }

    @Override
    public String code() {
      return origin.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String sentence() {
      return switch (origin) {
        case UPLOADED -> "It was uploaded; such backups are only deleted by a person.";
        case FOREIGN -> "Somebody else made it; such backups are only deleted by a person.";
        case MANUAL, AUTOMATIC -> "It was made by hand; such backups are only deleted by a person.";
      };
    }
  }

  /** A copy that stays for a reason without details. */
  enum Stays implements Reason {
    PINNED("It is pinned."),
    UNREADABLE_DATE("When it was made cannot be read, so its age is not judged."),
    IN_THE_FUTURE(
        "By its date it has yet to be made, so a clock was wrong: it is neither counted nor does it take the place of another."),
    OTHER_DIRECTORY(
        "It was made of another directory than the backups before it: until somebody confirms that this is right, it is neither counted nor does it take the place of another."),
    JUST_MADE("It has just been made."),
    SETTINGS_IN_DOUBT(
        "The settings want it gone, but their file was damaged, and pins may be missing: nothing goes until somebody has looked through them."),
    CLOCK_LEAPT(
        "It is old enough to go, but the clock has leapt ahead and may be wrong: for a day nothing goes by its age."),
    NO_RECENT_BACKUP(
        "It is old enough to go, but so is the newest verified copy here: nothing goes by its age until a new one comes."),
    LAST_VERIFIED("It is the newest verified copy at this location, which always stays."),
    NO_NEWER_VERIFIED("No newer copy at this location has been verified yet."),
    WANTED("The settings want it.");

    private final String sentence;

    Stays(String sentence) {
      this.sentence = sentence;
    }

    @Override
    public boolean deletes() {
      return false;
    }

    @Override
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String sentence() {
      return sentence;
    }
  }

  /**
   * The home may have been incomplete.
   *
   * @param size of the archive in bytes
   * @param before of the last one that was not in doubt
   */
  record Shrunk(long size, long before) implements Reason {
    @Override
    public boolean deletes() {
      return false;
    }

    @Override
    public String code() {
      return "shrunk";
    }

    @Override
    public String sentence() {
      return "It has %,d bytes, and the last verified backup before it has %,d: until somebody confirms that this is right, it is neither counted nor does it take the place of another."
          .formatted(size, before);
    }
  }

  /** The backup stands for a day, week, month or year. */
  record Generation(Set<Period> periods) implements Reason {
    public Generation {
      periods = Set.copyOf(periods);
    }

    @Override
    public boolean deletes() {
      return false;
    }

    @Override
    public String code() {
      return "generation";
    }

    @Override
    public String sentence() {
      String names =
          String.join(", ", new TreeSet<>(periods).stream().map(Period::wireName).toList());
      return "It is kept for its generation (%s).".formatted(names);
    }
  }

  /**
   * Its location does not let go of it.
   *
   * @param until when it will, in the time zone of the home
   */
  record Locked(LocalDate until) implements Reason {
    @Override
    public boolean deletes() {
      return false;
    }

    @Override
    public String code() {
      return "locked";
    }

    @Override
    public String sentence() {
      return "The settings want it gone, but its location protects it from being deleted: it goes after %s."
          .formatted(until);
    }
  }

  /** There are enough newer ones. */
  record BeyondCopies(long copies) implements Reason {
    @Override
    public boolean deletes() {
      return true;
    }

    @Override
    public String code() {
      return "beyond_copies";
    }

    @Override
    public String sentence() {
      return copies == 1
          ? "There is a newer backup, and one is to be kept."
          : "There are %d newer backups, and %d are to be kept.".formatted(copies, copies);
    }
  }

  /** It is too old. */
  record OlderThan(long days) implements Reason {
    @Override
    public boolean deletes() {
      return true;
    }

    @Override
    public String code() {
      return "older_than_days";
    }

    @Override
    public String sentence() {
      return "It is older than %s.".formatted(days == 1 ? "one day" : days + " days");
    }
  }

  /** No day, week, month or year wants it. */
  record NoGeneration() implements Reason {
    @Override
    public boolean deletes() {
      return true;
    }

    @Override
    public String code() {
      return "no_generation";
    }

    @Override
    public String sentence() {
      return "Another backup is kept for its day, week, month and year, or these are over.";
    }
  }
}
