package org.homekeep.emulator.b2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.homekeep.checks.WatchedVertx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for authors of integrations, whose examples are sent as they stand there. */
class DocumentedTest {
  private static final Path PAGE = Path.of("../../docs/emulator.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```http\\n(\\w+) (\\S+)\\n(.*?)```");
  private static final Pattern CONTROL =
      Pattern.compile("`(\\w+) /_emulator/([a-z-]+)`(, `\\w+`)?");

  @TempDir Path directory;

  @Test
  void each_example_does_something() throws IOException {
    List<MatchResult> examples = EXAMPLE.matcher(Files.readString(PAGE)).results().toList();
    assertThat(examples).hasSizeGreaterThan(10);
    try (Fixture fixture =
        Fixture.with(WatchedVertx.create(), B2EmulatorOptions.in(directory.resolve("b2")))) {
      for (MatchResult example : examples) {
        Fixture.Answer answer =
            fixture.send(
                fixture
                    .request(example.group(2))
                    .method(
                        example.group(1), HttpRequest.BodyPublishers.ofString(example.group(3))));

        assertThat(answer.status()).as("%s: %s", example.group(), answer).isEqualTo(200);
      }
    }
  }

  @Test
  void each_control_that_there_is_is_told() throws IOException {
    List<String> told =
        CONTROL.matcher(Files.readString(PAGE)).results().map(it -> it.group(2)).toList();
    try (Fixture fixture = Fixture.in(directory)) {
      String known = fixture.send(fixture.request("/_emulator/nothing")).text();

      assertThat(told).allSatisfy(control -> assertThat(known).contains(" " + control));
      assertThat(known.split("there are ", 2)[1].split(", "))
          .allSatisfy(
              it -> assertThat(told).contains(it.replaceAll("^\\w+ ", "").replaceAll("\\W+$", "")));
    }
  }
}
