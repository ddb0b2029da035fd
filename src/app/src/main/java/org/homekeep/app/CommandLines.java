package org.homekeep.app;

import java.io.PrintWriter;
import java.util.Map;
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
   */
  static CommandLine of(StopRequest stop, Map<String, String> environment) {
    return of(stop, environment, Terminal.none(environment, stop::isMade));
  }

  /** The same with somebody in front of it. */
  static CommandLine of(StopRequest stop, Map<String, String> environment, Terminal terminal) {
    Foreground foreground = new Foreground(stop);
    return new CommandLine(new HomekeepCommand())
        .addSubcommand(new RunCommand(foreground, environment))
        .addSubcommand(new DemoCommand(foreground, environment))
        .addSubcommand(
            new CommandLine(new EmulateCommand()).addSubcommand(new EmulateB2Command(foreground)))
        .addSubcommand(ArchiveCommand.of(terminal))
        .addSubcommand(AuthCommand.of())
        .addSubcommand(IntegrationCommand.group())
        .addSubcommand(new VersionCommand())
        .addSubcommand(new WarmUpCommand())
        .addSubcommand(new CommandLine.HelpCommand())
        .addSubcommand(new AutoComplete.GenerateCompletion())
        .setUsageHelpAutoWidth(true)
        .setExecutionStrategy(CommandLines::runAtTheChosenLevel)
        .setParameterExceptionHandler((mistake, arguments) -> explain(mistake))
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
