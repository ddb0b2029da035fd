package org.homekeep.core.websocket;

/** A client listens to as much as one client may. */
public final class TooManySubscriptionsException extends RuntimeException {

  TooManySubscriptionsException(int most) {
    super(
        "One connection may have %d subscriptions. End one with unsubscribe_events first."
            .formatted(most));
  }
}
