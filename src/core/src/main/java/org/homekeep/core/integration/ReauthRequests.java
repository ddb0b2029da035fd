package org.homekeep.core.integration;

/** Who starts a reauth flow when an integration asks for one. Called on the hub's context. */
@FunctionalInterface
public interface ReauthRequests {

  /** Starts the flow, unless the entry has one open or is not of the domain. */
  void startReauth(String domain, String entryId);
}
