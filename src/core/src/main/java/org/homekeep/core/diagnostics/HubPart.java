package org.homekeep.core.diagnostics;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.homekeep.api.Secret;

/**
 * A part of the hub itself that has diagnostics. It has no config entry: its domain stands for the
 * entry's id. Called on the hub's context.
 */
public interface HubPart {

  /** The domain under which Home Assistant has such a part. */
  String domain();

  /** The name that people know. */
  String name();

  /** What it says of itself. */
  JsonObject data();

  /** What must not be found in it, in none of its forms. */
  List<Secret> secrets();
}
