package org.homekeep.app.integration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands for those who write integrations. */
@Command(
    name = "integration",
    description = "Make a new integration, or look at one before it is published.",
    synopsisSubcommandLabel = "COMMAND")
public final class IntegrationCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private IntegrationCommand() {}

  /** The group with its commands. */
  public static CommandLine group() {
    CommandLine group = new CommandLine(new IntegrationCommand());
    Map<String, String> exitCodes = new LinkedHashMap<>();
    for (String line : Exit.LIST) {
      int colon = line.indexOf(':');
      exitCodes.put(line.substring(0, colon), line.substring(colon + 1));
    }
    for (Callable<Integer> command :
        List.<Callable<Integer>>of(new ScaffoldCommand(), new ValidateCommand())) {
      CommandLine line = new CommandLine(command);
      line.getCommandSpec().usageMessage().exitCodeList(exitCodes).sortOptions(false);
      group.addSubcommand(line);
    }
    group.getCommandSpec().usageMessage().exitCodeList(exitCodes);
    return group;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: " + String.join(", ", spec.subcommands().keySet()) + ".");
  }
}
