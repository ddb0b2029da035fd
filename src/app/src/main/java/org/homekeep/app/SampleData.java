package org.homekeep.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A home's configuration directory in small: settings, a database with history, pictures, many
 * small files, names beyond ASCII, an empty directory and a link. The same bytes each time.
 */
final class SampleData {
  private static final long SEED = 20_260_101;
  private static final int AUTOMATIONS = 160;
  private static final int PICTURES = 40;
  private static final int PICTURE_BYTES = 96 * 1024;
  private static final int STATES = 20_000;
  private static final List<String> ROOMS = List.of("Kitchen", "Küche", "Salón", "居間", "Bad 🛁");

  private final Path root;
  private final Random random = new Random(SEED);

  private SampleData(Path root) {
    this.root = root;
  }

  /** What was written. */
  record Summary(long files, long bytes) {}

  /** Writes the sample into a directory, making it when it is not there. Blocking. */
  static Summary write(Path directory) throws IOException {
    SampleData sample = new SampleData(directory);
    sample.settings();
    sample.automations();
    sample.pictures();
    sample.history();
    return sample.summary();
  }

  private void settings() throws IOException {
    text("configuration.yaml", "default_config:\n\nautomation: !include automations.yaml\n");
    text("automations.yaml", "[]\n");
    text("scripts.yaml", "{}\n");
    text(
        ".storage/core.config", "{\"version\": 1, \"data\": {\"location_name\": \"Demo home\"}}\n");
    for (String room : ROOMS) {
      text("rooms/" + room + "/notes.txt", ("Notes about " + room + ".\n").repeat(50));
    }
    Files.createDirectories(root.resolve("media/empty"));
  }

  private void automations() throws IOException {
    for (int i = 0; i < AUTOMATIONS; i++) {
      String room = ROOMS.get(i % ROOMS.size());
      text(
          "blueprints/automation/demo/automation_%03d.yaml".formatted(i),
          """
          alias: Light in %s %d
          trigger:
            - platform: state
              entity_id: binary_sensor.motion_%d
          action:
            - service: light.turn_on
              data: {brightness_pct: %d}
          """
              .formatted(room, i, i, random.nextInt(100)));
    }
  }

  /** Bytes that cannot be made smaller, as in pictures. */
  private void pictures() throws IOException {
    byte[] picture = new byte[PICTURE_BYTES];
    Path directory = Files.createDirectories(root.resolve("www/pictures"));
    for (int i = 0; i < PICTURES; i++) {
      random.nextBytes(picture);
      Files.write(directory.resolve("picture_%02d.jpg".formatted(i)), picture);
    }
    Files.createSymbolicLink(root.resolve("www/latest.jpg"), Path.of("pictures/picture_00.jpg"));
  }

  private void history() throws IOException {
    Path file = root.resolve("home-assistant_v2.db");
    try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      try (Statement statement = database.createStatement()) {
        statement.execute(
            "CREATE TABLE states (state_id INTEGER PRIMARY KEY, entity_id TEXT, state TEXT,"
                + " last_updated_ts REAL)");
      }
      database.setAutoCommit(false);
      try (PreparedStatement insert =
          database.prepareStatement(
              "INSERT INTO states (entity_id, state, last_updated_ts) VALUES (?, ?, ?)")) {
        for (int i = 0; i < STATES; i++) {
          insert.setString(1, "sensor.temperature_" + i % ROOMS.size());
          insert.setString(2, Integer.toString(15 + random.nextInt(12)));
          insert.setDouble(3, 1_767_225_600 + 60.0 * i);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      database.commit();
    } catch (SQLException failure) {
      throw new IOException("The sample database could not be written to " + file + ".", failure);
    }
  }

  private Summary summary() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      long bytes = 0;
      for (Path file : files) {
        bytes += Files.size(file);
      }
      return new Summary(files.size(), bytes);
    }
  }

  private void text(String name, String content) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, content);
  }
}
