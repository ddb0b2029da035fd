package org.homekeep.core.account;

import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.http.Routes;
import org.homekeep.core.runtime.HubRuntime;
import org.homekeep.core.websocket.CommandTable;

/** All routes and commands by which clients log in and users keep their account. */
public final class Account {
  private Account() {}

  /** Adds them. Call on the hub's context. */
  public static void register(
      HubRuntime runtime, AuthManager auth, Routes routes, CommandTable commands) {
    new LoginRoutes(auth, new LoginFlows(runtime, auth)).register(routes);
    new TokenRoutes(auth).register(routes);
    new AccountCommands(runtime, auth).register(commands);
    new UserCommands(auth).register(commands);
    new LoginCommands(auth).register(commands);
    new SecondFactorCommands(runtime, auth).register(commands);
  }
}
