package org.homekeep.app.archive;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about archives. */
@Command(
    name = "archive",
    description = {
      "Open, check, extract and make backup archives, offline.",
      "All that is needed is the archive and its emergency kit; no hub, no Home Assistant."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class ArchiveCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private ArchiveCommand() {}

  /** The group with its commands. */
  public static CommandLine of(Terminal terminal) {
    CommandLine group = new CommandLine(new ArchiveCommand());
    List<Callable<Integer>> commands =
        List.of(
            new InfoCommand(terminal),
            new VerifyCommand(terminal),
            new ListCommand(terminal),
            new CatCommand(terminal),
            new ExtractCommand(terminal),
            new DecryptCommand(terminal),
            new CreateCommand(terminal),
            new DiffCommand(terminal));
    Map<String, String> exitCodes = exitCodes();
    for (Callable<Integer> command : commands) {
      CommandLine line =
          new CommandLine(command).registerConverter(Path.class, new PathConverter());
      line.getCommandSpec().usageMessage().exitCodeList(exitCodes).sortOptions(false);
      group.addSubcommand(line);
    }
    group.getCommandSpec().usageMessage().exitCodeList(exitCodes);
    return group;
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> codes = new LinkedHashMap<>();
    for (String line : Exit.LIST) {
      int colon = line.indexOf(':');
      codes.put(line.substring(0, colon), line.substring(colon + 1));
    }
    return codes;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: "
            + spec.subcommands().keySet().stream().collect(Collectors.joining(", "))
            + ".");
  }
}
