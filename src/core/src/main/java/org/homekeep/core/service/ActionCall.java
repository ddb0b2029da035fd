package org.homekeep.core.service;

import io.vertx.core.json.JsonObject;
import org.homekeep.core.auth.User;
import org.homekeep.core.bus.EventContext;

/**
 * One call of an action.
 *
 * @param data checked against the action's fields
 * @param context of everything that happens because of it
 */
public record ActionCall(JsonObject data, User user, EventContext context) {}
