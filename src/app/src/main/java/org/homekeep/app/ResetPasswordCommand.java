package org.homekeep.app;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.homekeep.api.Secret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives a user who forgot the password a new one. */
@Command(
    name = "reset-password",
    description = {
      "Give a user a new password, and print it.",
      "Everything the user is logged in with ends; tokens of scripts go on."
    },
    sortOptions = false)
final class ResetPasswordCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AccountsOption accounts = new AccountsOption();

  @Parameters(paramLabel = "USER", description = "The name that the user logs in with.")
  private String user = "";

  @Override
  public Integer call() throws Exception {
    Secret password =
        accounts.use(open -> open.resetPassword(user)).orElseThrow(() -> accounts.unknown(user));
    PrintWriter out = spec.commandLine().getOut();
    out.printf("The new password of %s is:%n%n  %s%n%n", user, password.reveal());
    out.println("Start the hub, log in with it, and choose another one.");
    out.flush();
    return ExitCode.OK;
  }
}
