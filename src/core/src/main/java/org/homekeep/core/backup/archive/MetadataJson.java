package org.homekeep.core.backup.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.backup.archive.ArchiveMetadata.AddOn;
import org.homekeep.core.backup.archive.ArchiveMetadata.HomeAssistant;

/** Reads and writes backup.json (backup.md §6.2); unknown keys are tolerated. */
public final class MetadataJson {
  /** The largest backup.json that is read, in bytes. */
  public static final int MAX_SIZE = 4 << 20;

  private static final String REQUEST_DATE = "supervisor.backup_request_date";

  /** More than a thousand add-ons need; each of them may take a hundred bytes of memory. */
  private static final int MAX_TOKENS = 100_000;

  private static final int MAX_DEPTH = 100;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxTokenCount(MAX_TOKENS)
                      .maxNestingDepth(MAX_DEPTH)
                      .build())
              .build());

  private MetadataJson() {}

  /** Reads a stream to its end, but no more than {@link #MAX_SIZE}. */
  public static byte[] readBounded(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_SIZE + 1);
    if (bytes.length > MAX_SIZE) {
      throw new ArchiveException.InvalidMetadata(
          "The backup.json of the archive is larger than 4 MiB; it is not read.");
    }
    return bytes;
  }

  /**
   * The metadata in a backup.json.
   *
   * @throws ArchiveException.InvalidMetadata when it is not JSON, or slug, name or date is missing
   */
  public static ArchiveMetadata parse(byte[] json) throws ArchiveException {
    ObjectNode root = object(json);
    Map<String, Object> extra = extra(root.path("extra"));
    String date = extra.get(REQUEST_DATE) instanceof String asked ? asked : required(root, "date");
    return new ArchiveMetadata(
        required(root, "slug"),
        required(root, "name"),
        date,
        root.path("compressed").asBoolean(true),
        root.path("protected").asBoolean(false),
        extra,
        homeAssistant(root.path("homeassistant")),
        folders(root.path("folders")),
        addOns(root.path("addons")),
        root.path("type").asText("partial"),
        root.path("version").asInt(ArchiveMetadata.VERSION));
  }

  /** The backup.json of new metadata; keys in alphabetical order. */
  public static byte[] write(ArchiveMetadata metadata) {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.addOns().isEmpty()) {
      ArrayNode addOns = root.putArray("addons");
      for (AddOn addOn : metadata.addOns()) {
        ObjectNode node = addOns.addObject();
        addOn.name().ifPresent(name -> node.put("name", name));
        node.put("slug", addOn.slug());
        addOn.version().ifPresent(version -> node.put("version", version));
      }
    }
    root.put("compressed", metadata.compressed());
    root.put("date", metadata.date());
    root.set("extra", JSON.valueToTree(metadata.extra()));
    if (!metadata.folders().isEmpty()) {
      root.set("folders", JSON.valueToTree(metadata.folders()));
    }
    metadata
        .homeAssistant()
        .ifPresent(
            included ->
                root.putObject("homeassistant")
                    .put("exclude_database", included.excludeDatabase())
                    .put("version", included.version()));
    root.put("name", metadata.name());
    root.put("protected", metadata.isProtected());
    root.put("slug", metadata.slug());
    root.put("type", metadata.type());
    root.put("version", metadata.version());
    return bytes(root);
  }

  /** The same backup.json, with all its unknown keys, and another word on encryption. */
  public static byte[] rewrite(byte[] json, boolean nowProtected) throws ArchiveException {
    ObjectNode root = object(json);
    root.put("protected", nowProtected);
    return bytes(root);
  }

  private static byte[] bytes(ObjectNode root) {
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A JSON tree can always be written.", e);
    }
  }

  private static ObjectNode object(byte[] json) throws ArchiveException {
    try {
      if (JSON.readTree(json) instanceof ObjectNode root) {
        return root;
      }
    } catch (StreamConstraintsException tooMuch) {
      throw new ArchiveException.InvalidMetadata(
          "The backup.json of the archive is larger than one of any home, and it is not read: it may have %,d names and values, %d levels of them, and no endless ones."
              .formatted(MAX_TOKENS, MAX_DEPTH),
          tooMuch);
    } catch (IOException e) {
      throw new ArchiveException.InvalidMetadata(
          "The backup.json of the archive is not JSON; the archive is damaged or foreign.", e);
    }
    throw new ArchiveException.InvalidMetadata(
        "The backup.json of the archive is not a JSON object; the archive is damaged or foreign.");
  }

  private static String required(ObjectNode root, String key) throws ArchiveException {
    JsonNode value = root.path(key);
    if (!value.isTextual()) {
      throw new ArchiveException.InvalidMetadata(
          "The backup.json of the archive has no " + key + ", so the backup cannot be identified.");
    }
    return value.textValue();
  }

  private static Map<String, Object> extra(JsonNode node) {
    Map<String, Object> extra = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode value = field.getValue();
      if (value.isBoolean()) {
        extra.put(field.getKey(), value.booleanValue());
      } else if (value.isTextual()) {
        extra.put(field.getKey(), value.textValue());
      }
    }
    return extra;
  }

  private static Optional<HomeAssistant> homeAssistant(JsonNode node) {
    return text(node, "version")
        .map(version -> new HomeAssistant(version, node.path("exclude_database").asBoolean(false)));
  }

  private static List<String> folders(JsonNode node) {
    List<String> folders = new ArrayList<>();
    for (JsonNode folder : node) {
      if (folder.isTextual() && !folder.textValue().equals("homeassistant")) {
        folders.add(folder.textValue());
      }
    }
    return folders;
  }

  private static List<AddOn> addOns(JsonNode node) {
    List<AddOn> addOns = new ArrayList<>();
    for (JsonNode addOn : node) {
      text(addOn, "slug")
          .ifPresent(
              slug -> addOns.add(new AddOn(slug, text(addOn, "name"), text(addOn, "version"))));
    }
    return addOns;
  }

  private static Optional<String> text(JsonNode node, String key) {
    return Optional.of(node.path(key)).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }
}
