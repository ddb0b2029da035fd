package org.homekeep.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about accounts, for whoever is locked out and sits at the machine. */
@Command(
    name = "auth",
    description = {
      "Get back in: list accounts, reset a password, remove a lost second factor.",
      "Works on the directory of a hub that does not run."
    },
    synopsisSubcommandLabel = "COMMAND")
final class AuthCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private AuthCommand() {}

  /** The group with its commands. */
  static CommandLine of() {
    return new CommandLine(new AuthCommand())
        .addSubcommand(new ListAccountsCommand())
        .addSubcommand(new ResetPasswordCommand())
        .addSubcommand(new RemoveSecondFactorCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: " + CommandLines.names(spec.commandLine()) + ".");
  }
}
