package org.homekeep.integrations.cloud;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is connected with an account. Homekeep connects nowhere and shares an account with a Home
 * Assistant without harm: each has its own backup. Clients may ask to be told all the same.
 */
final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private final Web web;
  private final Settings settings;
  private final Discovery discovery;

  Connections(Web web, Settings settings, Discovery discovery) {
    this.web = web;
    this.settings = settings;
    this.discovery = discovery;
  }

  /**
   * Fails when another home is connected; one that nobody knows of keeps nobody out. Blocking.
   *
   * @param tokens of a login that is not in force yet
   */
  void requireNone(Tokens tokens) throws AlreadyConnectedException {
    HttpGet request = new HttpGet(discovery.address(Discovery.Action.CONNECTION, Map.of()));
    request.setHeader("Authorization", "Bearer " + tokens.id().reveal());
    request.setHeader("Accept", "application/json");
    try {
      Optional<JsonObject> said =
          Optional.of(web.call(request, settings.accountCall()))
              .filter(Web.Answer::isGood)
              .flatMap(Web.Answer::json);
      if (said.isPresent() && Boolean.TRUE.equals(said.get().getValue("connected"))) {
        throw new AlreadyConnectedException(
            said.get().getValue("details") instanceof JsonObject details
                ? details
                : new JsonObject());
      }
    } catch (CloudFailureException unknown) {
      LOG.atInfo().setCause(unknown).log("Whether another home is connected cannot be asked");
    }
  }
}
