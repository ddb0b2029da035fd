package org.homekeep.core.home;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.homekeep.core.bus.HubEvents;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.Kept;
import org.homekeep.core.storage.Storage;

/** The owner of what is known about the home. Touched on the hub's context alone. */
public final class HomeSettings {
  private final HubRuntime runtime;
  private final Kept<HomeConfig> config;
  private final HubEvents events;

  /** What everybody knows. */
  private HomeConfig told;

  private HomeSettings(HubRuntime runtime, Kept<HomeConfig> config, HubEvents events) {
    this.runtime = runtime;
    this.config = config;
    this.events = events;
    this.told = config.get();
  }

  /** Reads what is known about this home, and sets the hub's clock to its time zone. */
  public static Future<HomeSettings> load(HubRuntime runtime, Storage storage, HubEvents events) {
    ZoneId zone = runtime.clock().getZone();
    HomeConfig initial =
        HomeConfig.initial(zone.normalized() instanceof ZoneOffset ? "UTC" : zone.getId());
    return Kept.open(storage.open(HubDocuments.HOME, new HomeConfigCodec(initial)), initial)
        .map(config -> new HomeSettings(runtime, config, events))
        .onSuccess(home -> runtime.home(zone(home.current().timeZone(), zone)));
  }

  private static ZoneId zone(String name, ZoneId otherwise) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      return otherwise;
    }
  }

  /** What is known now. */
  public HomeConfig current() {
    return config.get();
  }

  /**
   * Changes what is known and fires {@code core_config_updated} with the fields that changed; when
   * the future succeeds, it is on the disk, and the hub's clock is in the time zone.
   */
  public Future<HomeConfig> update(UnaryOperator<HomeConfig> change) {
    return config
        .change(change::apply)
        .onSuccess(
            after -> {
              HomeConfig before = told;
              told = after;
              if (!after.timeZone().equals(before.timeZone())) {
                runtime.home(zone(after.timeZone(), runtime.clock().getZone()));
              }
              if (!after.equals(before)) {
                events.fire("core_config_updated", difference(before, after));
              }
            });
  }

  private static JsonObject difference(HomeConfig before, HomeConfig after) {
    HomeConfigCodec codec = new HomeConfigCodec(before);
    JsonObject old = codec.encode(before);
    JsonObject changed = codec.encode(after);
    old.forEach(
        field -> {
          if (Objects.equals(field.getValue(), changed.getValue(field.getKey()))) {
            changed.remove(field.getKey());
          }
        });
    return changed;
  }
}
