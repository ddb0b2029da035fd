package org.homekeep.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page about an emulator.
 *
 * @param text all of it
 */
public record Page(String text) {
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```http\\n(\\w+) (\\S+)\\n(.*?)```");
  private static final Pattern CONTROL =
      Pattern.compile("`(\\w+) /_emulator/([a-z-]+)`(, `\\w+`)?");

  /** The page of this name. */
  public static Page named(String name) throws IOException {
    return new Page(Files.readString(Path.of("../../docs").resolve(name)));
  }

  /** A request that the page shows. */
  public record Example(String method, String path, String body) {}

  /** The requests that it shows. */
  public List<Example> examples() {
    return EXAMPLE
        .matcher(text)
        .results()
        .map(it -> new Example(it.group(1), it.group(2), it.group(3)))
        .toList();
  }

  /** The controls that it tells of. */
  public List<String> controls() {
    return CONTROL.matcher(text).results().map(it -> it.group(2)).toList();
  }

  /** The controls that an emulator tells of when it is asked for one that it does not have. */
  public static List<String> controlsOf(String refusal) {
    return Stream.of(refusal.split("there are ", 2)[1].split(", ", -1))
        .map(it -> it.replaceAll("^\\w+ ", "").replaceAll("\\W+$", ""))
        .distinct()
        .toList();
  }
}
