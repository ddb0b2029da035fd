package org.homekeep.app.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a hub may hold: what it has acknowledged, and in addition what was under way when it died. A
 * look at the hub that is right makes what was seen the only thing that may be.
 */
final class Promises {
  /** Those that must be there. */
  private final Set<String> backups = new LinkedHashSet<>();

  /** Those that may be there, or not. */
  private final Set<String> perhaps = new HashSet<>();

  /** Those that failed: an archive that was finished may still come, and is announced by nobody. */
  private final Set<String> late = new HashSet<>();

  /** Whether there may be one whose id nobody has been told. */
  private boolean perhapsOneMore;

  /** Backup → the data that is in it, where that is known. */
  private final Map<String, Map<String, String>> contents = new HashMap<>();

  private final Set<String> keys = new HashSet<>();
  private boolean perhapsOneMoreKey;

  /** What the number of copies to keep may be. */
  private final Set<Integer> copies = new HashSet<>();

  /** What the data may be. */
  private final Set<Map<String, String>> data = new HashSet<>();

  Promises() {}

  Promises(Promises other) {
    backups.addAll(other.backups);
    perhaps.addAll(other.perhaps);
    late.addAll(other.late);
    perhapsOneMore = other.perhapsOneMore;
    contents.putAll(other.contents);
    keys.addAll(other.keys);
    perhapsOneMoreKey = other.perhapsOneMoreKey;
    copies.addAll(other.copies);
    data.addAll(other.data);
  }

  /**
   * What a hub holds.
   *
   * @param copies the setting
   * @param keys fingerprints
   */
  record Seen(Set<String> backups, int copies, Set<String> keys, Map<String, String> data) {}

  void copiesAsked(int wanted) {
    copies.add(wanted);
  }

  void copiesAre(int known) {
    copies.clear();
    copies.add(known);
  }

  int copies() {
    return copies.iterator().next();
  }

  void backupAsked() {
    perhapsOneMore = true;
  }

  void backupBegun(String id, Map<String, String> content) {
    contents.put(id, content);
    perhaps.add(id);
    perhapsOneMore = false;
  }

  void backupIs(String id) {
    perhaps.remove(id);
    backups.add(id);
  }

  void backupIsNot(String id) {
    perhaps.remove(id);
    backups.remove(id);
    perhapsOneMore = false;
  }

  void backupFailed(String id) {
    backupIsNot(id);
    late.add(id);
  }

  /** Whether a file holds an archive that waits for room. */
  boolean waitsInFile(String name) {
    return late.stream().anyMatch(id -> name.contains(id));
  }

  void deletionAsked(String id) {
    backups.remove(id);
    perhaps.add(id);
  }

  /** The one to delete. */
  String oldest() {
    return backups.iterator().next();
  }

  int count() {
    return backups.size();
  }

  /** One of which it is known what comes back. */
  Optional<String> restorable() {
    return backups.stream().filter(contents::containsKey).reduce((first, second) -> second);
  }

  void restoreAsked(String id) {
    data.add(contents.getOrDefault(id, Map.of()));
  }

  void dataIs(Map<String, String> known) {
    data.clear();
    data.add(known);
  }

  void keyAsked() {
    perhapsOneMoreKey = true;
  }

  void keyIs(String fingerprint) {
    keys.add(fingerprint);
    perhapsOneMoreKey = false;
  }

  void noKey() {
    perhapsOneMoreKey = false;
  }

  /** Fails when something is missing, or there that nobody asked for. */
  void compare(Seen seen) {
    Set<String> unknown = new HashSet<>(seen.backups());
    unknown.removeAll(backups);
    unknown.removeAll(perhaps);
    unknown.removeAll(late);
    assertThat(seen.backups()).as("backups").containsAll(backups);
    assertThat(unknown).as("backups of nobody").hasSizeLessThanOrEqualTo(perhapsOneMore ? 1 : 0);
    assertThat(copies).as("number of copies").contains(seen.copies());
    Set<String> more = new HashSet<>(seen.keys());
    more.removeAll(keys);
    assertThat(seen.keys()).as("keys").containsAll(keys);
    assertThat(more).as("keys of nobody").hasSizeLessThanOrEqualTo(perhapsOneMoreKey ? 1 : 0);
    assertThat(data).as("data").contains(seen.data());
    take(seen);
  }

  private void take(Seen seen) {
    backups.retainAll(seen.backups());
    backups.addAll(seen.backups());
    perhaps.clear();
    perhapsOneMore = false;
    keys.addAll(seen.keys());
    perhapsOneMoreKey = false;
    copiesAre(seen.copies());
    dataIs(seen.data());
  }
}
