package org.homekeep.core.frontend.directory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory with Home Assistant's built frontend, looked at once before the hub starts.
 *
 * @param root without links
 * @param version of the Python package that it lies in, when it does
 */
public record FrontendDirectory(Path root, Optional<String> version) {
  private static final Logger LOG = LoggerFactory.getLogger(FrontendDirectory.class);
  private static final String PACKAGE = "hass_frontend";
  private static final String INFO = "home_assistant_frontend-";
  private static final String INFO_END = ".dist-info";
  private static final List<String> FILES =
      List.of("index.html", "authorize.html", "onboarding.html");
  private static final List<String> DIRECTORIES = List.of("static", "frontend_latest");

  private static final String WHAT_TO_GIVE =
      "Give the directory 'hass_frontend' of the Python package 'home-assistant-frontend', which"
          + " has index.html, authorize.html, onboarding.html, static and frontend_latest in it.";

  /** Looks whether a directory is one. Blocking. */
  public static FrontendDirectory open(Path directory) throws UnusableFrontendException {
    Path root = real(directory);
    if (!isComplete(root)) {
      throw isComplete(root.resolve(PACKAGE))
          ? new UnusableFrontendException(
              "'%s' is not Home Assistant's frontend, but '%s' in it is. Give that."
                  .formatted(directory, directory.resolve(PACKAGE)))
          : new UnusableFrontendException(
              "'%s' is not Home Assistant's frontend: there is no %s in it that can be read. %s"
                  .formatted(directory, missing(root), WHAT_TO_GIVE));
    }
    warnOfUnknownMarks(root);
    return new FrontendDirectory(root, versionBeside(root));
  }

  private static Path real(Path directory) throws UnusableFrontendException {
    try {
      Path root = directory.toRealPath();
      if (Files.isDirectory(root)) {
        return root;
      }
      throw new UnusableFrontendException(
          "'%s' is not a directory. %s".formatted(directory, WHAT_TO_GIVE));
    } catch (IOException notThere) {
      throw new UnusableFrontendException(
          "There is no directory '%s' that can be read. %s".formatted(directory, WHAT_TO_GIVE));
    }
  }

  private static boolean isComplete(Path root) {
    return missing(root).isEmpty();
  }

  /** The first name that it lacks; empty when it has them all. */
  private static String missing(Path root) {
    Stream<String> files =
        FILES.stream()
            .filter(
                name ->
                    !Files.isRegularFile(root.resolve(name))
                        || !Files.isReadable(root.resolve(name)));
    Stream<String> directories =
        DIRECTORIES.stream()
            .filter(
                name ->
                    !Files.isDirectory(root.resolve(name))
                        || !Files.isExecutable(root.resolve(name)));
    return Stream.concat(files, directories).findFirst().orElse("");
  }

  /** A frontend of later years may have marks in its page that are filled in by nobody here. */
  private static void warnOfUnknownMarks(Path root) throws UnusableFrontendException {
    try {
      if (IndexTemplate.hasMarks(IndexTemplate.rendered(Html.read(root.resolve("index.html"))))) {
        LOG.atWarn()
            .addKeyValue("directory", root)
            .log("The index.html of the frontend has marks that Homekeep does not know");
      }
    } catch (IOException unreadable) {
      throw new UnusableFrontendException(
          "'%s' cannot be read: %s".formatted(root.resolve("index.html"), unreadable.getMessage()));
    }
  }

  /** Python notes the version of a package in the name of a directory beside it. */
  private static Optional<String> versionBeside(Path root) {
    Path parent = root.getParent();
    if (parent == null) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> notes = Files.newDirectoryStream(parent, INFO + "*" + INFO_END)) {
      for (Path note : notes) {
        String name = String.valueOf(note.getFileName());
        return Optional.of(name.substring(INFO.length(), name.length() - INFO_END.length()));
      }
      return Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
