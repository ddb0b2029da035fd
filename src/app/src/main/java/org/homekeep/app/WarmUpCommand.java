package org.homekeep.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.Secret;
import picocli.CommandLine.Command;

/**
 * Lives the first moments of a demo, which has all that a hub has and more, so that the launcher
 * can record which classes a start loads.
 */
@Command(name = "warm-up", hidden = true, description = "Start and stop once, for the launcher.")
final class WarmUpCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    StopRequest afterTheVisit = new StopRequest();
    try (TemporaryDirectory directory = TemporaryDirectory.create("homekeep-warm-up-")) {
      DemoService demo =
          new DemoService(
              directory.path(), Optional.of(0), Map.of(), Secret.of("only for a moment"));
      new Foreground(afterTheVisit)
          .run(
              demo,
              () -> {
                visit(demo.address());
                afterTheVisit.make();
              });
    }
    return ExitCode.OK;
  }

  private static void visit(URI address) {
    try (InputStream page = address.resolve("/api/onboarding").toURL().openStream()) {
      page.transferTo(OutputStream.nullOutputStream());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
