package org.homekeep.api.client;

import java.util.regex.Pattern;
import org.homekeep.api.schema.FormSchema;

/**
 * A path over HTTP: {@code /api/<domain>/<name>}, and {@code /api/onboarding/<domain>/<name>} for
 * {@link Audience#NEW_HUB}.
 *
 * @param name lower case, digits, underscores and slashes
 * @param body the fields of the JSON object that is sent; others are refused. Nothing is read of a
 *     {@code GET}.
 */
public record ClientRoute(
    Method method, String name, Audience audience, FormSchema body, ClientHandler handler) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]+(/[a-z0-9_]+)*");

  /** How it is asked. */
  public enum Method {
    GET,
    POST
  }

  /** Checks the name. */
  public ClientRoute {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no path: lower case, digits, underscores and slashes, please.".formatted(name));
    }
    if (method == Method.GET && !body.fields().isEmpty()) {
      throw new IllegalArgumentException("A GET has no body: " + name);
    }
  }
}
