package org.homekeep.core.client;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.homekeep.api.Cancellable;
import org.homekeep.api.client.ClientAnswer;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.websocket.CommandCall;
import org.homekeep.core.websocket.CommandResult;

/** What a client of the websocket gets of an integration's answer. */
record CommandAnswer(HubRuntime runtime, CommandCall call) {

  CommandResult of(ClientAnswer answer) {
    if (answer instanceof ClientAnswer.Document document) {
      return CommandResult.of(document.json());
    }
    if (answer instanceof ClientAnswer.Listing listing) {
      return CommandResult.of(listing.json());
    }
    if (answer instanceof ClientAnswer.Download download) {
      return CommandResult.of(download.text());
    }
    if (answer instanceof ClientAnswer.Events events) {
      Subscription subscription = new Subscription();
      call.subscribed(subscription);
      return CommandResult.none().then(() -> subscription.begin(events));
    }
    return CommandResult.none();
  }

  /** Passes events on until it is cancelled; they come from any thread. */
  private final class Subscription implements Cancellable {
    private Optional<Cancellable> source = Optional.empty();
    private boolean cancelled;

    void begin(ClientAnswer.Events events) {
      if (!cancelled) {
        source =
            Optional.of(events.start().apply(event -> runtime.execute(() -> send(event.copy()))));
      }
    }

    private void send(JsonObject event) {
      if (!cancelled) {
        call.sendEvent(event);
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      source.ifPresent(Cancellable::cancel);
      source = Optional.empty();
    }
  }
}
