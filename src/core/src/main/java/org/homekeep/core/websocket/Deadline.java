package org.homekeep.core.websocket;

/** How long the handler of a command may take to answer. */
public enum Deadline {
  /**
   * As long as {@link WebsocketLimits#answer()}; then the client gets the error {@code timeout}.
   */
  STANDARD,
  /** As long as it takes: the command waits for what it has set going. */
  NONE
}
