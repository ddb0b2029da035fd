package org.homekeep.app;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a user whose authenticator app is lost log in with the password alone. */
@Command(
    name = "remove-second-factor",
    description = "Let a user log in with the password alone, when the authenticator app is lost.",
    sortOptions = false)
final class RemoveSecondFactorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AccountsOption accounts = new AccountsOption();

  @Parameters(paramLabel = "USER", description = "The name that the user logs in with.")
  private String user = "";

  @Override
  public Integer call() throws Exception {
    boolean removed =
        accounts
            .use(open -> open.removeSecondFactor(user))
            .orElseThrow(() -> accounts.unknown(user));
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        removed
            ? "%s logs in with the password alone from now on.%n"
            : "%s has no second factor; nothing was changed.%n",
        user);
    out.flush();
    return ExitCode.OK;
  }
}
