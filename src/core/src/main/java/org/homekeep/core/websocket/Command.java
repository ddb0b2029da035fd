package org.homekeep.core.websocket;

import org.homekeep.core.auth.Access;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.Shapes;

/**
 * A command that clients can send: its type, who may send it, and the shape of its own fields.
 *
 * @param fields of the message without {@code id} and {@code type}
 */
public record Command(
    String type, Access access, Shape fields, Deadline deadline, CommandHandler handler) {

  /** A command with the given keys. */
  public static Command of(String type, Access access, CommandHandler handler, Shapes.Key... keys) {
    return new Command(type, access, Shapes.object(keys), Deadline.STANDARD, handler);
  }

  /** The same command, which answers when what it began has ended, however long that takes. */
  public Command withoutDeadline() {
    return new Command(type, access, fields, Deadline.NONE, handler);
  }
}
