package org.homekeep.core.http;

import org.homekeep.core.auth.ClientAddress;

/** Hears of logins that failed (framework.md §12.1). Called on the hub's context. */
public interface LoginWatch {

  /** Somebody there claimed to be somebody and could not show it. */
  void failed(ClientAddress from);

  /** That was once too often: nothing is answered there any more. */
  void banned(ClientAddress from);
}
