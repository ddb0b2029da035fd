package org.homekeep.core.home;

import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;

/** The units that a home measures in. */
public enum UnitSystem {
  METRIC("metric"),
  US_CUSTOMARY("us_customary");

  private final String wire;

  UnitSystem(String wire) {
    this.wire = wire;
  }

  String wire() {
    return wire;
  }

  JsonObject json() {
    boolean metric = this == METRIC;
    return new JsonObject()
        .put("length", metric ? "km" : "mi")
        .put("accumulated_precipitation", metric ? "mm" : "in")
        .put("area", metric ? "m²" : "ft²")
        .put("mass", metric ? "g" : "lb")
        .put("pressure", metric ? "Pa" : "psi")
        .put("temperature", metric ? "°C" : "°F")
        .put("volume", metric ? "L" : "gal")
        .put("wind_speed", metric ? "m/s" : "mph");
  }

  static UnitSystem of(String wire) {
    return Stream.of(values())
        .filter(system -> system.wire.equals(wire))
        .findFirst()
        .orElse(METRIC);
  }
}
