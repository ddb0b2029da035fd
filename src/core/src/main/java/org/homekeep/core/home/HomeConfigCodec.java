package org.homekeep.core.home;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.UnreadableDocumentException;

/** {@code .storage/core.config} in Home Assistant's own form. */
final class HomeConfigCodec implements StoreCodec<HomeConfig> {
  private final HomeConfig initial;

  HomeConfigCodec(HomeConfig initial) {
    this.initial = initial;
  }

  @Override
  public JsonObject encode(HomeConfig home) {
    return new JsonObject()
        .put("latitude", home.latitude())
        .put("longitude", home.longitude())
        .put("elevation", home.elevation())
        .put("unit_system_v2", home.units().wire())
        .put("location_name", home.locationName())
        .put("time_zone", home.timeZone())
        .put("external_url", home.externalUrl().orElse(null))
        .put("internal_url", home.internalUrl().orElse(null))
        .put("currency", home.currency())
        .put("country", home.country().orElse(null))
        .put("language", home.language())
        .put("radius", home.radius());
  }

  @Override
  public HomeConfig decode(JsonObject data, int version, int minorVersion)
      throws UnreadableDocumentException {
    try {
      return new HomeConfig(
          data.getString("location_name", initial.locationName()),
          data.getString("time_zone", initial.timeZone()),
          data.getString("language", initial.language()),
          Optional.ofNullable(data.getString("country")),
          data.getString("currency", initial.currency()),
          UnitSystem.of(data.getString("unit_system_v2", UnitSystem.METRIC.wire())),
          data.getNumber("latitude", 0).doubleValue(),
          data.getNumber("longitude", 0).doubleValue(),
          data.getNumber("elevation", 0).intValue(),
          data.getNumber("radius", initial.radius()).intValue(),
          Optional.ofNullable(data.getString("internal_url")),
          Optional.ofNullable(data.getString("external_url")));
    } catch (ClassCastException | NullPointerException malformed) {
      throw new UnreadableDocumentException("It does not describe a home.", malformed);
    }
  }
}
