package org.homekeep.app;

import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.homekeep.api.Secret;
import org.homekeep.core.frontend.directory.FrontendDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows everything on sample data, and leaves nothing behind. */
@Command(
    name = "demo",
    description =
        "Try everything on sample data in a throw-away directory, with stand-ins for Backblaze B2"
            + " and Home Assistant Cloud.",
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {
  private static final int PASSWORD_LENGTH = 12;

  /** Without letters and digits that look alike. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private final Foreground foreground;
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = PortConverter.class,
      description = "The port to listen on (default: 8123, or any when that one is in use).")
  private Optional<Integer> port = Optional.empty();

  @Mixin private FrontendOption frontend = new FrontendOption();

  DemoCommand(Foreground foreground, Map<String, String> environment) {
    this.foreground = foreground;
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    Optional<FrontendDirectory> shown = frontend.open(spec.commandLine());
    Secret password = password();
    try (TemporaryDirectory directory = TemporaryDirectory.create("homekeep-demo-")) {
      DemoService demo = new DemoService(directory.path(), port, environment, password, shown);
      foreground.run(demo, () -> announce(demo, password));
    }
    return ExitCode.OK;
  }

  private void announce(DemoService demo, Secret password) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        """
        Homekeep %s is ready at %s

          This is a demo with %d files of sample data (%d MB) and stand-ins for Backblaze B2
          and Home Assistant Cloud.
          Open the address in a browser and log in:

            User             %s
            Password         %s

          To add Backblaze B2, type in:

            Key ID           %s
            Application key  %s
            Bucket name      %s

          To log in to Home Assistant Cloud, type in:

            E-mail address   %s
            Password         %s

          The sample data lies in %s
          Ctrl-C ends the demo and removes everything.
        """
            .formatted(
                Version.text(),
                demo.address(),
                demo.sample().files(),
                demo.sample().bytes() / 1_000_000,
                DemoService.USER,
                password.reveal(),
                demo.b2().keyId(),
                demo.b2().applicationKey(),
                DemoService.BUCKET,
                demo.cloud().email(),
                password.reveal(),
                demo.data()));
    out.flush();
  }

  private static Secret password() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder(PASSWORD_LENGTH);
    for (int i = 0; i < PASSWORD_LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return Secret.of(password.toString());
  }
}
