package org.homekeep.core.wire;

/** JSON from outside is not of the shape that was asked for. */
public final class ShapeException extends Exception {

  ShapeException(String message) {
    super(message);
  }
}
