package org.homekeep.emulator.server;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** Makes the things that a test begins with, and their bytes, as JSON tells them. */
public final class SeedBytes {
  private static final int BLOCK = 65_537;

  /** The bytes are written out, and twice of what either service takes in one piece is enough. */
  private static final long MOST = 10_000_000_000L;

  private SeedBytes() {}

  /** Bytes that were written, with their digests in hex. */
  public record Written(Segment segment, String sha1, String md5) {}

  /** Makes each thing that a field tells, in its order, and notes what was made. */
  public static Future<Void> each(
      Params given, String field, Function<JsonObject, Future<JsonObject>> maker, JsonArray made) {
    Future<Void> all = Future.succeededFuture();
    for (Object item : given.optionalArray(field).orElse(new JsonArray())) {
      if (!(item instanceof JsonObject told)) {
        throw CallError.badRequest("Each of the %s must be an object".formatted(field));
      }
      all =
          all.compose(ignored -> maker.apply(told))
              .map(
                  json -> {
                    made.add(json);
                    return null;
                  });
    }
    return all;
  }

  /**
   * Writes what is told, as {@code content} or {@code base64}, or {@code size} bytes that repeat
   * after {@value #BLOCK}. Blocks.
   */
  public static Written write(StateDirectory directory, Params given, String name)
      throws IOException {
    Optional<byte[]> content =
        given
            .optionalText("content")
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .or(() -> given.optionalText("base64").map(Base64.getDecoder()::decode));
    byte[] block = content.orElseGet(() -> noise(name));
    long size = content.map(it -> (long) it.length).orElse(given.optionalNumber("size").orElse(0L));
    if (size < 0 || size > MOST) {
      throw CallError.badRequest(
          "The size of a file is 0 to %d bytes, and %s would have %d: all of them are written to the disk. Tell a smaller size."
              .formatted(MOST, name, size));
    }
    BodySink.Received received = fill(BodySink.create(directory.temporary(), size), block, size);
    return new Written(
        directory.keep(received.file(), received.size()), received.sha1(), received.md5());
  }

  /** What does not fit on the disk is not left there. */
  private static BodySink.Received fill(BodySink sink, byte[] block, long size) throws IOException {
    try {
      for (long left = size; left > 0; left -= block.length) {
        sink.write(Buffer.buffer(block).slice(0, (int) Math.min(left, block.length)));
      }
      return sink.finish();
    } catch (IOException full) {
      sink.discard();
      throw full;
    }
  }

  private static byte[] noise(String name) {
    byte[] block = new byte[BLOCK];
    new Random(name.hashCode()).nextBytes(block);
    return block;
  }
}
