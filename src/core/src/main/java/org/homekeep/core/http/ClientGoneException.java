package org.homekeep.core.http;

import java.io.IOException;

/** The client closed its connection, or does nothing any more, in the middle of a transfer. */
public final class ClientGoneException extends IOException {

  ClientGoneException(String message) {
    super(message);
  }
}
