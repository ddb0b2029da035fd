package org.homekeep.core.integration;

import io.vertx.core.Future;
import org.homekeep.api.flow.Discovery;

/** What integrations ask the hub to start for them. Called on the hub's context. */
public interface IntegrationRequests {

  /** Starts a reauth flow, unless the entry has one open or is not of the domain. */
  void startReauth(String domain, String entryId);

  /** Offers something that was found, unless it is known already. */
  void discovered(String domain, Discovery discovery);

  /** Makes the one entry that the integration keeps itself, or sets it up again. */
  Future<Void> keepOwnEntry(String domain, String title);

  /** Removes what {@link #keepOwnEntry} has made. */
  Future<Void> removeOwnEntry(String domain);
}
