package org.homekeep.core.backup.manager;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.homekeep.api.Secret;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.backup.config.BackupConfig;
import org.homekeep.core.backup.config.Recurrence;
import org.homekeep.core.backup.event.ManagerState;
import org.homekeep.core.backup.key.KeyFingerprint;
import org.homekeep.core.backup.key.KeyOrigin;
import org.homekeep.core.backup.key.KeyRules;
import org.homekeep.core.backup.key.KeyText;
import org.homekeep.core.backup.key.NewKey;
import org.homekeep.core.backup.key.RingKey;
import org.homekeep.core.backup.local.LocalAgent;
import org.homekeep.core.wire.WireException;

/**
 * What people do with keys: make, set, show, keep, confirm and forget them. Touched on the hub's
 * context; failures are {@link WireException}s with a sentence.
 */
public final class KeyCare {
  private static final String NOT_CONFIRMED = "backup_key_not_confirmed";

  private static final int LAST_CHARACTERS = 4;

  private final ManagerParts parts;
  private final KeyUse use;
  private final Function<JsonObject, Future<Void>> update;
  private boolean shown;

  KeyCare(ManagerParts parts, KeyUse use, Function<JsonObject, Future<Void>> update) {
    this.parts = parts;
    this.use = use;
    this.update = update;
  }

  /** All keys, the oldest first. */
  public List<RingKey> keys() {
    return parts.keys().keys();
  }

  /** Whether a key is that of automatic backups. */
  public boolean isActive(RingKey key) {
    return parts.store().config().createBackup().password().equals(Optional.of(key.key()));
  }

  /** Which key opens which backup. */
  public KeyUse use() {
    return use;
  }

  /** What people call a location; empty for the machine itself. */
  public Optional<String> locationName(String agentId) {
    return parts
        .agents()
        .find(agentId)
        .map(
            agent ->
                LocalAgent.isLocal(agent) ? Optional.<String>empty() : Optional.of(agent.name()))
        .orElse(Optional.of(agentId));
  }

  /** The key of a fingerprint. */
  public Future<RingKey> find(String fingerprint) {
    return KeyFingerprint.parse(fingerprint)
        .flatMap(parts.keys()::find)
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                refuse(
                    WireException.NOT_FOUND,
                    "There is no key with this fingerprint on the key ring. List the keys again."));
  }

  /** Makes a key. Nothing is encrypted with it before it is set. */
  public Future<RingKey> make() {
    return parts.keys().add(NewKey.make(), KeyOrigin.MADE);
  }

  /** Sets a key of the ring for automatic backups; the one until now stays on the ring. */
  public Future<RingKey> activate(String fingerprint) {
    return find(fingerprint)
        .compose(
            key ->
                update
                    .apply(
                        new JsonObject()
                            .put(
                                "create_backup",
                                new JsonObject().put("password", key.key().reveal())))
                    .map(key));
  }

  /**
   * Adds a key from an old emergency kit. One in seven groups may be typed in small letters and
   * without dashes.
   *
   * @param exactly whether the text is taken as it is, blanks included
   */
  public Future<RingKey> add(String text, boolean exactly) {
    Optional<Secret> typed =
        KeyText.fromPaper(text).stream()
            .findFirst()
            .flatMap(key -> KeyText.groups(key.reveal()))
            .filter(groups -> !exactly);
    Secret key = typed.orElseGet(() -> Secret.of(text));
    Optional<String> refusal =
        exactly && !text.isEmpty() ? Optional.empty() : KeyRules.refusal(key);
    return refusal.isPresent()
        ? refuse(WireException.INVALID_FORMAT, refusal.get())
        : parts.keys().add(key, KeyOrigin.ADDED);
  }

  /**
   * Takes a key off the ring.
   *
   * @param evenThough whether also one that backups need, or may need
   */
  public Future<Void> forget(String fingerprint, boolean evenThough) {
    return find(fingerprint)
        .compose(
            key -> {
              long before = parts.keys().timesAsked();
              return requireNotActive(key)
                  .compose(
                      idle -> evenThough ? Future.succeededFuture() : requireUnneeded(key, before))
                  .compose(free -> parts.keys().forget(key.fingerprint()));
            });
  }

  private Future<Void> requireNotActive(RingKey key) {
    return isActive(key)
        ? refuse(
            WireException.NOT_ALLOWED,
            "Automatic backups are encrypted with this key. Set another one first.")
        : Future.succeededFuture();
  }

  /** To ask the locations takes minutes, in which the key may be put to use. */
  private Future<Void> requireUnneeded(RingKey key, long before) {
    return requireIdle()
        .compose(idle -> use.tried())
        .compose(report -> unneeded(report, key))
        .compose(unneeded -> requireNotActive(key))
        .compose(inactive -> requireIdle())
        .compose(
            idle ->
                parts.keys().timesAsked() == before
                    ? Future.succeededFuture()
                    : refuse(
                        WireException.NOT_ALLOWED,
                        "A backup was made or a key was set while the locations were asked, perhaps"
                            + " with this key. Try again."));
  }

  private Future<Void> requireIdle() {
    // A backup that is being made with the key is in no list yet.
    if (parts.events().state() != ManagerState.IDLE) {
      return refuse(
          WireException.NOT_ALLOWED,
          "The backup manager is busy, perhaps with this key. Try again when it is idle.");
    }
    if (!parts.deliveries().list().isEmpty()) {
      return refuse(
          WireException.NOT_ALLOWED,
          "Some copies are still to be delivered, perhaps encrypted with this key. Wait for them or"
              + " cancel them, or send even_though_backups_need_it.");
    }
    return Future.succeededFuture();
  }

  private static Future<Void> unneeded(KeyUse.Report report, RingKey key) {
    int needed = report.of(key.fingerprint()).size();
    if (needed > 0) {
      return refuse(
          WireException.NOT_ALLOWED,
          "This key opens %d of your backups; without it nobody can open them. Keep it, or send even_though_backups_need_it."
              .formatted(needed));
    }
    if (!report.agentErrors().isEmpty()) {
      return refuse(
          WireException.NOT_ALLOWED,
          "Some locations do not say which backups they hold (%s), so this key may still be needed. Try again when they do, or send even_though_backups_need_it."
              .formatted(String.join(", ", report.agentErrors().keySet())));
    }
    return report.unknown().isEmpty()
        ? Future.succeededFuture()
        : refuse(
            WireException.NOT_ALLOWED,
            "It is not known yet which key opens %d of your backups, so this one may still be needed. Ask again to try some more, or send even_though_backups_need_it."
                .formatted(report.unknown().size()));
  }

  /**
   * Somebody types the last characters of a key from its emergency kit, to show that it is kept.
   */
  public Future<RingKey> confirm(String fingerprint, String characters) {
    return find(fingerprint)
        .compose(
            key ->
                isEndOf(key.key().reveal(), characters.strip())
                    ? parts.keys().confirm(key.fingerprint())
                    : refuse(
                        WireException.INVALID_FORMAT,
                        "These are not the last characters of the key. Look at the emergency kit"
                            + " that you have saved, and type its last four characters."))
        .onSuccess(confirmed -> check());
  }

  private static boolean isEndOf(String key, String typed) {
    String end = key.substring(Math.max(0, key.length() - LAST_CHARACTERS));
    String same = KeyText.groups(key).isPresent() ? typed.toUpperCase(Locale.ROOT) : typed;
    return MessageDigest.isEqual(
        end.getBytes(StandardCharsets.UTF_8), same.getBytes(StandardCharsets.UTF_8));
  }

  /** Shows the issue while automatic backups are on and nobody has confirmed to have their key. */
  void check() {
    BackupConfig config = parts.store().config();
    Optional<Secret> key = config.createBackup().password();
    boolean scheduled = config.schedule().recurrence() != Recurrence.NEVER;
    boolean confirmed = key.flatMap(parts.keys()::find).flatMap(RingKey::confirmed).isPresent();
    boolean wanted = scheduled && key.isPresent() && !confirmed;
    if (wanted == shown) {
      return;
    }
    shown = wanted;
    if (wanted) {
      parts.issues().report(notConfirmed());
    } else {
      parts.issues().resolve(NOT_CONFIRMED);
    }
  }

  static Issue notConfirmed() {
    return Issue.of(NOT_CONFIRMED, Severity.WARNING, NOT_CONFIRMED, Map.of());
  }

  private static <T> Future<T> refuse(String code, String sentence) {
    return Future.failedFuture(new WireException(code, sentence));
  }
}
