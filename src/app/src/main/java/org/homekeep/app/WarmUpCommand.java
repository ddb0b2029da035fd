package org.homekeep.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.homekeep.api.Secret;
import org.homekeep.app.archive.ArchiveCommand;
import org.homekeep.app.archive.Terminal;
import org.homekeep.core.HubOptions;
import org.homekeep.core.runtime.HubDirectories;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lives the first moments of a hub, so that the launcher can record which classes that loads. */
@Command(name = "warm-up", hidden = true, description = "Start and stop once, for the launcher.")
final class WarmUpCommand implements Callable<Integer> {

  @Option(
      names = "--everything",
      description = "Start a demo, which has all that a hub has and more, and use an archive, too.")
  private boolean everything;

  @Override
  public Integer call() throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create("homekeep-warm-up-")) {
      if (everything) {
        DemoService demo =
            new DemoService(
                directory.path(),
                Optional.of(0),
                Map.of(),
                Secret.of("only for a moment"),
                Optional.empty());
        liveFor(demo, demo::address);
        useAnArchive(directory.path());
      } else {
        ask();
        HubService hub = hub(directory.path());
        liveFor(hub, hub::address);
      }
    }
    return ExitCode.OK;
  }

  private static HubService hub(Path directory) {
    return new HubService(
        new HubOptions(
            new HubDirectories(directory, directory),
            "127.0.0.1",
            0,
            Map.of(),
            Map.of(),
            Clock.systemUTC()));
  }

  /** Understands a command line as a start of the hub does. */
  private static void ask() {
    StopRequest never = new StopRequest();
    CommandLines.of(never, Map.of(), Terminal.none(Map.of(), never::isMade), "run")
        .parseArgs("run", "--port", "0");
  }

  private static void liveFor(Foreground.Service service, Supplier<URI> address) throws Exception {
    StopRequest afterTheVisit = new StopRequest();
    new Foreground(afterTheVisit)
        .run(
            service,
            () -> {
              visit(address.get());
              afterTheVisit.make();
            });
  }

  /** The archive commands start without a hub, from the same recording. */
  private static void useAnArchive(Path directory) throws IOException {
    Path home = Files.createDirectory(directory.resolve("for-an-archive"));
    Files.writeString(home.resolve("configuration.yaml"), "default_config:\n");
    String data = home.toString();
    String archive = directory.resolve("archive.tar").toString();
    CommandLine commands =
        ArchiveCommand.of(
            Terminal.none(Map.of("HOMEKEEP_BACKUP_KEY", "only for a moment"), () -> false));
    commands.setOut(new PrintWriter(Writer.nullWriter()));
    commands.setErr(new PrintWriter(Writer.nullWriter()));
    commands.execute("create", data, "-o", archive);
    commands.execute("info", archive);
    commands.execute("verify", archive);
    commands.execute("list", archive, "*.yaml");
    commands.execute("cat", archive, "homeassistant/data/configuration.yaml");
    commands.execute("extract", archive, "--to", directory.resolve("extracted").toString());
    commands.execute("decrypt", archive, "-o", directory.resolve("decrypted.tar").toString());
  }

  private static void visit(URI address) {
    try (InputStream page = address.resolve("/api/onboarding").toURL().openStream()) {
      page.transferTo(OutputStream.nullOutputStream());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
