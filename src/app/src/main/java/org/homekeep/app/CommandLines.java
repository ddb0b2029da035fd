package org.homekeep.app;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.homekeep.app.archive.ArchiveCommand;
import org.homekeep.app.archive.Terminal;
import org.homekeep.app.integration.IntegrationCommand;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line with all its commands, and how it speaks about mistakes. */
final class CommandLines {
  private CommandLines() {}

  /**
   * Puts the commands together.
   *
   * @param stop ends a command that runs until it is told to stop
   * @param environment the variables that settings may come from
   * @param terminal who sits in front of it
   * @param arguments what will be asked. When a command comes first, the others are left out: to
   *     describe all of them takes a third of the time in which the hub starts.
   */
  static CommandLine of(
      StopRequest stop, Map<String, String> environment, Terminal terminal, String... arguments) {
    Foreground foreground = new Foreground(stop);
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("run", () -> new RunCommand(foreground, environment));
    commands.put("demo", () -> new DemoCommand(foreground, environment));
    commands.put("emulate", () -> EmulateCommand.group(foreground));
    commands.put("archive", () -> ArchiveCommand.of(terminal));
    commands.put("auth", AuthCommand::of);
    commands.put("integration", IntegrationCommand::group);
    commands.put("version", VersionCommand::new);
    commands.put("warm-up", WarmUpCommand::new);

    if (arguments.length > 0 && commands.containsKey(arguments[0])) {
      commands.keySet().retainAll(List.of(arguments[0]));
    } else {
      commands.put("help", CommandLine.HelpCommand::new);
      commands.put("generate-completion", AutoComplete.GenerateCompletion::new);
    }
    CommandLine homekeep = new CommandLine(new HomekeepCommand());
    commands.forEach((name, command) -> homekeep.addSubcommand(name, command.get()));
    return homekeep
        .setUsageHelpAutoWidth(true)
        .setExecutionStrategy(CommandLines::runAtTheChosenLevel)
        .setParameterExceptionHandler((mistake, typed) -> explain(mistake))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> report(failure, command.getErr()));
  }

  private static int runAtTheChosenLevel(ParseResult parsed) {
    if (parsed.commandSpec().userObject() instanceof HomekeepCommand homekeep
        && homekeep.verbose()) {
      Logging.showDetails();
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int explain(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(sentence(mistake));
    err.printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
    err.flush();
    return ExitCode.USAGE;
  }

  private static String sentence(ParameterException mistake) {
    CommandLine command = mistake.getCommandLine();
    if (mistake instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().get(0).startsWith("-")
        && !command.getSubcommands().isEmpty()) {
      return "There is no command '%s'. Commands: %s."
          .formatted(unmatched.getUnmatched().get(0), names(command));
    }
    if (mistake instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().get(0).startsWith("-")) {
      return "'%s' makes no sense here.".formatted(unmatched.getUnmatched().get(0));
    }
    // The library's own text says the word twice.
    return String.valueOf(mistake.getMessage()).replace("option option", "option");
  }

  /** The names of the commands below one, without those that are not for people. */
  static String names(CommandLine command) {
    return command.getSubcommands().entrySet().stream()
        .filter(sub -> !sub.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }

  private static int report(Exception failure, PrintWriter err) {
    var log = LoggerFactory.getLogger(CommandLines.class);
    if (failure instanceof CommandException expected) {
      err.println(expected.getMessage());
      err.flush();
      log.atDebug().setCause(failure).log("The command failed.");
      return expected.exitCode();
    }
    log.atError().setCause(failure).log("The command failed for a reason nobody thought of.");
    return ExitCode.FAILURE;
  }
}
