package org.homekeep.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.Set;

/** Makes a directory that looks like the one of a real home, strange names included. */
public final class HomeData {
  /** Paths that a backup leaves out (backup.md §6.3). */
  public static final Set<String> EXCLUDED =
      Set.of(
          "home-assistant.log",
          "home-assistant.log.1",
          "OZW_Log.txt",
          "tts/hello.mp3",
          "custom/__pycache__/module.pyc",
          "www/.DS_Store",
          ".cache/logo.png");

  /** The database of the history. */
  public static final String DATABASE = "home-assistant_v2.db";

  private static final int MANY = 220;
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_760_000_000_000L);

  private final Path root;
  private final Random random;

  private HomeData(Path root, Random random) {
    this.root = root;
    this.random = random;
  }

  /** Fills the directory: more than 200 files, a database, links, empty directories. */
  public static void generate(Path root, Random random) throws IOException, SQLException {
    HomeData data = new HomeData(root, random);
    data.texts();
    data.strangeNames();
    data.excluded();
    createDatabase(root.resolve(DATABASE), 2_000, random);
  }

  private void texts() throws IOException {
    file("configuration.yaml", "homeassistant:\n  name: Home\n".getBytes(StandardCharsets.UTF_8));
    file("automations.yaml", "[]\n".getBytes(StandardCharsets.UTF_8));
    Path secrets = file("secrets.yaml", "wifi: hunter2\n".getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-------"));
    for (int i = 0; i < MANY; i++) {
      byte[] content = new byte[random.nextInt(6_000)];
      if (i % 2 == 0) {
        random.nextBytes(content);
      } else {
        for (int k = 0; k < content.length; k++) {
          content[k] = (byte) ('a' + random.nextInt(6));
        }
      }
      file("packages/room_%02d/device_%03d.yaml".formatted(i % 12, i), content);
    }
    for (int size : new int[] {0, 1, 511, 512, 513, 10_240, 1_048_576, 1_048_577}) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      file("www/size_%d.bin".formatted(size), content);
    }
  }

  private void strangeNames() throws IOException {
    file("dir with space/umlaut-äöü-日本-🏠.txt", "x".getBytes(StandardCharsets.UTF_8));
    file("names/quote'\"$(touch pwned).txt", "x".getBytes(StandardCharsets.UTF_8));
    file("names/-rf", "x".getBytes(StandardCharsets.UTF_8));
    file("names/new\nline.txt", "x".getBytes(StandardCharsets.UTF_8));
    file("long/" + "n".repeat(200) + ".txt", "x".getBytes(StandardCharsets.UTF_8));
    file("deep/" + "level/".repeat(40) + "leaf.txt", "x".getBytes(StandardCharsets.UTF_8));
    file("another/tts/voice.mp3", "kept".getBytes(StandardCharsets.UTF_8));
    file("another/backups/backup.tar", "kept".getBytes(StandardCharsets.UTF_8));
    Files.createDirectories(root.resolve("empty_dir"));
    Files.createDirectories(root.resolve("empty/inside/empty"));
    Files.createSymbolicLink(root.resolve("link.yaml"), Path.of("configuration.yaml"));
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("not there"));
    Files.createSymbolicLink(root.resolve("outside"), Path.of("/etc/hostname"));
    Files.createSymbolicLink(root.resolve("linked_dir"), Path.of("packages"));
    Path script = file("shell/run.sh", "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x--x"));
  }

  private void excluded() throws IOException {
    for (String name : EXCLUDED) {
      file(name, "left out".getBytes(StandardCharsets.UTF_8));
    }
  }

  private Path file(String name, byte[] content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
    Files.write(file, content);
    Files.setLastModifiedTime(file, LONG_AGO);
    return file;
  }

  /** Makes an SQLite database in WAL mode with some rows of history. */
  public static void createDatabase(Path file, int rows, Random random) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute(
          "CREATE TABLE states (state_id INTEGER PRIMARY KEY, entity TEXT, state TEXT, sum INTEGER)");
      connection.setAutoCommit(false);
      for (int i = 0; i < rows; i++) {
        insert(connection, random);
      }
      connection.commit();
    }
  }

  /** Writes one row that is right in itself: its sum is the length of its texts. */
  public static void insert(Connection connection, Random random) throws SQLException {
    String entity = "sensor.number_" + random.nextInt(500);
    String state = Long.toString(random.nextLong(), 36);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO states (entity, state, sum) VALUES (?, ?, ?)")) {
      insert.setString(1, entity);
      insert.setString(2, state);
      insert.setInt(3, entity.length() + state.length());
      insert.executeUpdate();
    }
  }

  /** What SQLite says of the database: {@code ok} and the number of rows, or what is wrong. */
  public static String examine(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      String integrity = text(statement, "PRAGMA integrity_check");
      String wrong =
          text(
              statement, "SELECT count(*) FROM states WHERE sum <> length(entity) + length(state)");
      return "0".equals(wrong) ? integrity : wrong + " rows are not what was written";
    }
  }

  /** The number of rows of history. */
  public static long rows(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      return Long.parseLong(text(statement, "SELECT count(*) FROM states"));
    }
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return String.valueOf(result.getString(1));
    }
  }
}
