package org.homekeep.core.home;

import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.storage.UnreadableDocumentException;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.Shapes;
import org.homekeep.core.wire.WireException;

/** What a client wants to be known about the home, and nothing else that it sends. */
final class HomeUpdate {
  private static final int LONGEST_NAME = 100;

  /** As long as the longest address that browsers take. */
  private static final int LONGEST_TEXT = 2048;

  static final Shapes.Key[] KEYS = {
    text("location_name", LONGEST_NAME),
    text("time_zone", LONGEST_NAME),
    text("language", LONGEST_NAME),
    text("currency", LONGEST_NAME),
    nullableText("country", LONGEST_NAME),
    nullableText("internal_url", LONGEST_TEXT),
    nullableText("external_url", LONGEST_TEXT),
    Shapes.Key.optional("unit_system", Shapes.oneOf("metric", "us_customary")),
    Shapes.Key.optional("update_units", Shapes.bool()),
    number("latitude"),
    number("longitude"),
    number("elevation"),
    number("radius")
  };

  private static final List<String> NUMBERS =
      List.of("latitude", "longitude", "elevation", "radius");

  private final JsonObject fields;

  /** Takes the fields of a command. */
  static HomeUpdate of(JsonObject sent) throws WireException {
    JsonObject fields = new JsonObject();
    for (Shapes.Key key : KEYS) {
      if (sent.containsKey(key.name())) {
        fields.put(key.name(), sent.getValue(key.name()));
      }
    }
    fields.remove("update_units");
    Optional.ofNullable(fields.remove("unit_system"))
        .ifPresent(units -> fields.put("unit_system_v2", units));
    requireName(fields.getString("location_name", "a name"));
    requireZone(fields.getString("time_zone", "UTC"));
    for (String name : NUMBERS) {
      if (!(fields.getValue(name, 0) instanceof Number)) {
        throw new WireException(WireException.INVALID_FORMAT, name + " must be a number.");
      }
    }
    return new HomeUpdate(fields);
  }

  private HomeUpdate(JsonObject fields) {
    this.fields = fields;
  }

  /** The home as it is known afterwards. */
  HomeConfig applyTo(HomeConfig before) {
    HomeConfigCodec codec = new HomeConfigCodec(before);
    try {
      return codec.decode(codec.encode(before).mergeIn(fields), 1, 1);
    } catch (UnreadableDocumentException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void requireName(String name) throws WireException {
    if (name.isBlank()) {
      throw new WireException(WireException.INVALID_FORMAT, "Give your home a name.");
    }
  }

  private static void requireZone(String name) throws WireException {
    if (!ZoneId.getAvailableZoneIds().contains(name)) {
      throw new WireException(
          WireException.INVALID_FORMAT,
          "There is no time zone with the name %s. Names are as Europe/Berlin.".formatted(name));
    }
  }

  private static Shapes.Key number(String name) {
    return Shapes.Key.optional(name, Shapes.anything());
  }

  private static Shapes.Key text(String name, int longest) {
    return Shapes.Key.optional(name, Shapes.string(longest));
  }

  private static Shapes.Key nullableText(String name, int longest) {
    Shape text = Shapes.string(longest);
    return Shapes.Key.optional(name, Shapes.nullable(text));
  }
}
