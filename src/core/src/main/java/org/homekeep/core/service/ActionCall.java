package org.homekeep.core.service;

import io.vertx.core.json.JsonObject;
import org.homekeep.core.auth.User;
import org.homekeep.core.bus.EventContext;

/**
 * One call of an action.
 *
 * @param data checked against the action's fields
 * @param wantsResponse whether what it gives back is looked at
 * @param context of everything that happens because of it
 */
public record ActionCall(JsonObject data, boolean wantsResponse, User user, EventContext context) {}
