package org.homekeep.core.http;

import org.homekeep.core.auth.ClientAddress;

/** Whoever is at the other end of a request, and how they behave (framework.md §12.1). */
public interface Visitor {

  /** Where they are. */
  ClientAddress address();

  /** They claimed to be somebody and could not show it. Enough of that, and they are banned. */
  void failedLogin();

  /** They are who they say: what was counted against their address is forgotten. */
  void loggedIn();
}
