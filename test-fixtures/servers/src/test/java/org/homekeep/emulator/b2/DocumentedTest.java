package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.checks.WatchedVertx;
import org.homekeep.emulator.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for authors of integrations, whose examples are sent as they stand there. */
class DocumentedTest {
  private static final String PAGE = "emulator.md";

  @TempDir Path directory;

  @Test
  void each_example_does_something() throws IOException {
    List<Page.Example> examples = Page.named(PAGE).examples();
    assertThat(examples).hasSizeGreaterThan(10);
    try (Fixture fixture =
        Fixture.with(WatchedVertx.create(), B2EmulatorOptions.in(directory.resolve("b2")))) {
      for (Page.Example example : examples) {
        Fixture.Answer answer =
            fixture.send(
                fixture
                    .request(example.path())
                    .method(example.method(), HttpRequest.BodyPublishers.ofString(example.body())));

        assertThat(answer.status()).as("%s: %s", example, answer).isEqualTo(200);
      }
    }
  }

  @Test
  void each_control_that_there_is_is_told() throws IOException {
    try (Fixture fixture = Fixture.in(directory)) {
      String refusal = fixture.send(fixture.request("/_emulator/nothing")).text();

      assertThat(Page.named(PAGE).controls())
          .containsAll(Page.controlsOf(refusal))
          .allMatch(Page.controlsOf(refusal)::contains);
    }
  }
}
