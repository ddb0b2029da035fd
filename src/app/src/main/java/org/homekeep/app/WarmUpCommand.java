package org.homekeep.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.Callable;
import org.homekeep.core.HubOptions;
import org.homekeep.core.runtime.HubDirectories;
import picocli.CommandLine.Command;

/**
 * Lives the first moments of a hub in a throw-away directory, so that the launcher can record which
 * classes a start loads.
 */
@Command(name = "warm-up", hidden = true, description = "Start and stop once, for the launcher.")
final class WarmUpCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    StopRequest afterTheVisit = new StopRequest();
    try (TemporaryDirectory directory = TemporaryDirectory.create("homekeep-warm-up-")) {
      HubService hub =
          new HubService(
              new HubOptions(
                  new HubDirectories(directory.path(), directory.path()),
                  "127.0.0.1",
                  0,
                  Map.of(),
                  Map.of(),
                  Clock.system(ZoneId.systemDefault())));
      new Foreground(afterTheVisit)
          .run(
              hub,
              () -> {
                visit(hub.address());
                afterTheVisit.make();
              });
    }
    return ExitCode.OK;
  }

  private static void visit(URI address) {
    try (InputStream page = address.resolve("/api/onboarding").toURL().openStream()) {
      page.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
