package org.homekeep.app;

import java.io.PrintWriter;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.homekeep.core.OfflineAccounts;
import org.homekeep.core.storage.Purpose;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the accounts of a hub. */
@Command(name = "list", description = "Print all accounts.", sortOptions = false)
final class ListAccountsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private AccountsOption accounts = new AccountsOption();

  @Override
  public Integer call() throws Exception {
    List<OfflineAccounts.Line> lines = accounts.use(Purpose.LOOK, OfflineAccounts::list);
    PrintWriter out = spec.commandLine().getOut();
    if (lines.isEmpty()) {
      out.println("There is no account yet. Start the hub to make the first one.");
    }
    lines.forEach(
        line ->
            out.printf("%-20s  %s%n", line.username().orElse("(cannot log in)"), describe(line)));
    out.flush();
    return ExitCode.OK;
  }

  private static String describe(OfflineAccounts.Line line) {
    StringJoiner words = new StringJoiner(", ");
    words.add(line.name());
    words.add(line.isOwner() ? "owner" : line.isAdmin() ? "administrator" : "user");
    if (!line.isActive()) {
      words.add("not active");
    }
    if (line.hasSecondFactor()) {
      words.add("second factor");
    }
    return words.toString();
  }
}
