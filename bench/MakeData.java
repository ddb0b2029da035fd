import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Random;

/**
 * Makes a directory like that of a home, the same each time: a SQLite history (55 %), media that
 * cannot be made smaller (30 %), and many small text files (15 %).
 *
 * <p>{@code java -cp 'target/homekeep/lib/*' bench/MakeData.java DIR MEGABYTES}
 */
public final class MakeData {
  private static final int MEGABYTE = 1_000_000;
  private static final int MEDIA_FILE = 4 * MEGABYTE;
  private static final String[] WORDS =
      ("state entity sensor light switch climate cover motion door window kitchen bedroom garage "
              + "office garden roof solar battery power energy voltage temperature humidity value "
              + "trigger condition action service data template attribute device area platform "
              + "config update interval timeout enabled friendly name unit true false none")
          .split(" ");

  private final Path root;
  private final Random random = new Random(42);

  private MakeData(Path root) {
    this.root = root;
  }

  /** Writes the directory. */
  public static void main(String[] arguments) throws IOException, SQLException {
    MakeData data = new MakeData(Path.of(arguments[0]));
    long bytes = Long.parseLong(arguments[1]) * MEGABYTE;
    Files.createDirectories(data.root);
    data.history(bytes * 55 / 100);
    data.media(bytes * 30 / 100);
    data.texts(bytes * 15 / 100);
  }

  private void history(long bytes) throws SQLException {
    Path file = root.resolve("home-assistant_v2.db");
    try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = database.createStatement()) {
      statement.execute("PRAGMA synchronous=OFF");
      statement.execute(
          "CREATE TABLE states (state_id INTEGER PRIMARY KEY, metadata_id INTEGER, state TEXT,"
              + " last_updated_ts REAL, context_id BLOB, attributes TEXT)");
      database.setAutoCommit(false);
      int each = 140;
      try (PreparedStatement insert =
          database.prepareStatement(
              "INSERT INTO states (metadata_id, state, last_updated_ts, context_id, attributes)"
                  + " VALUES (?, ?, ?, ?, ?)")) {
        byte[] id = new byte[16];
        for (long i = 0; i < bytes / each; i++) {
          random.nextBytes(id);
          insert.setInt(1, random.nextInt(800));
          insert.setString(2, String.format(Locale.ROOT, "%.2f", random.nextGaussian() * 10 + 20));
          insert.setDouble(3, 1_760_000_000 + i * 0.7);
          insert.setBytes(4, id);
          insert.setString(5, words(72));
          insert.addBatch();
          if (i % 10_000 == 0) {
            insert.executeBatch();
          }
        }
        insert.executeBatch();
      }
      database.commit();
    }
  }

  private void media(long bytes) throws IOException {
    Path directory = Files.createDirectories(root.resolve("media"));
    byte[] content = new byte[64 * 1024];
    for (int i = 0; (long) i * MEDIA_FILE < bytes; i++) {
      try (OutputStream out =
          Files.newOutputStream(directory.resolve("clip_%04d.mp4".formatted(i)))) {
        for (int written = 0; written < MEDIA_FILE; written += content.length) {
          random.nextBytes(content);
          out.write(content);
        }
      }
    }
  }

  private void texts(long bytes) throws IOException {
    long written = 0;
    for (int i = 0; written < bytes; i++) {
      Path directory = root.resolve("packages/room_%02d".formatted(i % 40));
      Files.createDirectories(directory);
      byte[] content = words(2_000 + random.nextInt(30_000)).getBytes(StandardCharsets.UTF_8);
      Files.write(directory.resolve("device_%05d.yaml".formatted(i)), content);
      written += content.length;
    }
  }

  private String words(int length) {
    StringBuilder text = new StringBuilder(length + 16);
    while (text.length() < length) {
      double uniform = random.nextDouble();
      text.append(WORDS[(int) (WORDS.length * uniform * uniform)]);
      text.append(random.nextInt(9) == 0 ? ":\n  " : " ");
    }
    return text.toString();
  }
}
