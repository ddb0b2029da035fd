package org.homekeep.api.client;

import java.util.regex.Pattern;
import org.homekeep.api.schema.FormSchema;

/**
 * A command on the websocket.
 *
 * @param name what follows the domain and a slash in its type: {@code status} of {@code
 *     cloud/status}, {@code remote/connect} of {@code cloud/remote/connect}
 * @param fields of the message; others are refused
 */
public record ClientCommand(
    String name, Audience audience, FormSchema fields, ClientHandler handler) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]+(/[a-z0-9_]+)*");

  /** Checks the name. */
  public ClientCommand {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name of a command: lower case, digits, underscores and slashes, please."
              .formatted(name));
    }
    if (audience == Audience.NEW_HUB) {
      throw new IllegalArgumentException("Nobody has a websocket before there is a user.");
    }
  }
}
