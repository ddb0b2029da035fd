package org.homekeep.emulator.b2;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.emulator.server.BodySink;
import org.homekeep.emulator.server.ByteRange;
import org.homekeep.emulator.server.Params;
import org.homekeep.emulator.server.Segment;
import org.homekeep.emulator.server.SegmentReader;

/** The calls that copy stored bytes into a file or into a part of a large one. */
final class CopyCalls {
  private static final long MOST_BYTES = 5_000_000_000L;
  private static final int SLICE = 1 << 18;

  private final Service service;

  CopyCalls(Service service) {
    this.service = service;
  }

  void register(CallTable table) {
    table.write("b2_copy_file", this::copyFile);
    table.write("b2_copy_part", this::copyPart);
  }

  private Future<JsonObject> copyFile(JsonCall.Invocation call) {
    Params params = call.params();
    FileVersion source = source(call);
    String name = Names.checkFile(params.text("fileName"));
    Bucket bucket =
        service
            .account()
            .requireBucket(params.optionalText("destinationBucketId").orElse(source.bucketId()));
    call.grant().require("writeFiles").requireBucket(bucket.id()).requireName(name);
    JsonObject retention =
        Locks.ofNew(
            params.optionalObject("fileRetention"), bucket, call.grant(), service.clock().now());
    Optional<String> hold = Locks.holdOfNew(params.optionalText("legalHold"), bucket, call.grant());
    Encryption.wanted(params.optionalObject("sourceServerSideEncryption"), Bucket.NO_ENCRYPTION);
    JsonObject encryption =
        Encryption.wanted(
            params.optionalObject("destinationServerSideEncryption"), bucket.encryption());
    boolean replace = replaces(params);
    String type = replace ? FileInfo.contentType(params.text("contentType")) : source.contentType();
    Map<String, String> info =
        replace
            ? FileInfo.of(
                params.optionalObject("fileInfo").orElse(new JsonObject()),
                FileInfo.room(name, encryption, bucket))
            : source.info();
    return copy(source, range(params, source))
        .compose(
            copied ->
                service
                    .catalogue()
                    .add(
                        new FileVersion(
                            Ids.file(bucket.id(), false, service.clock().now()),
                            bucket.id(),
                            name,
                            FileVersion.Action.COPY,
                            copied.segment().size(),
                            copied.sha1(),
                            Optional.of(copied.md5()),
                            type,
                            info,
                            service.clock().uniqueMillis(),
                            List.of(copied.segment()),
                            encryption,
                            retention,
                            hold)))
        .map(version -> Shapes.file(service.account().id(), version, call.grant()));
  }

  /** Whether the copy tells something else of itself than its source does. */
  private static boolean replaces(Params params) {
    String directive = params.optionalText("metadataDirective").orElse("COPY");
    return switch (directive) {
      case "REPLACE" -> true;
      case "COPY" -> {
        if (params.optionalText("contentType").isPresent()
            || params.optionalObject("fileInfo").isPresent()) {
          throw B2Error.badRequest("contentType and fileInfo are for metadataDirective REPLACE");
        }
        yield false;
      }
      default -> throw B2Error.badRequest("metadataDirective must be COPY or REPLACE");
    };
  }

  private Future<JsonObject> copyPart(JsonCall.Invocation call) {
    FileVersion source = source(call);
    FileVersion large =
        LargeFileCalls.requireUnfinished(service, call.params().text("largeFileId"));
    call.grant().requireFile("writeFiles", large);
    int number = call.params().number("partNumber", 0, 1, LargeFileCalls.MOST_PARTS);
    return copy(source, range(call.params(), source))
        .compose(
            copied ->
                service
                    .catalogue()
                    .addPart(
                        large.id(),
                        new Part(
                            number,
                            copied.sha1(),
                            copied.md5(),
                            service.clock().uniqueMillis(),
                            copied.segment())))
        .map(part -> Shapes.part(large, part));
  }

  private FileVersion source(JsonCall.Invocation call) {
    String fileId = call.params().text("sourceFileId");
    FileVersion source =
        service
            .version(fileId)
            .filter(FileVersion::isReadable)
            .orElseThrow(() -> B2Error.notFound("File not present: " + fileId));
    call.grant().requireFile("readFiles", source);
    return source;
  }

  private static ByteRange range(Params params, FileVersion source) {
    Optional<String> wanted = params.optionalText("range");
    ByteRange range =
        wanted.isEmpty()
            ? new ByteRange(0, source.size())
            : ByteRange.of(wanted, source.size())
                .orElseThrow(() -> B2Error.badRequest("Bad range: " + wanted.get()));
    if (range.length() > MOST_BYTES) {
      throw new B2Error(400, "source_too_large", "A copy has at most 5000000000 bytes");
    }
    return range;
  }

  private Future<Copied> copy(FileVersion source, ByteRange range) {
    return service.worker().run(() -> copyNow(source, range));
  }

  private Copied copyNow(FileVersion source, ByteRange range) throws IOException {
    BodySink sink = BodySink.create(service.disk().temporary(), range.length());
    try (SegmentReader reader =
        new SegmentReader(service.disk()::data, source.segments(), range.start(), range.length())) {
      for (Buffer slice = reader.read(SLICE); slice.length() > 0; slice = reader.read(SLICE)) {
        sink.write(slice);
      }
      BodySink.Received received = sink.finish();
      return new Copied(
          service.disk().keep(received.file(), received.size()), received.sha1(), received.md5());
    } catch (IOException failed) {
      sink.discard();
      throw failed;
    }
  }

  private record Copied(Segment segment, String sha1, String md5) {}
}
