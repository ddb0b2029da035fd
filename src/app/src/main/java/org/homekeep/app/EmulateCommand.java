package org.homekeep.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands that stand in for a service. */
@Command(
    name = "emulate",
    description = "Stand in for a storage service, for trying things out and for tests.",
    synopsisSubcommandLabel = "SERVICE")
final class EmulateCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The group with its commands. */
  static CommandLine group(Foreground foreground) {
    return new CommandLine(new EmulateCommand())
        .addSubcommand(new EmulateB2Command(foreground))
        .addSubcommand(new EmulateCloudCommand(foreground));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say which service: " + CommandLines.names(spec.commandLine()) + ".");
  }
}
