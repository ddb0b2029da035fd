package org.homekeep.core.integration.custom;

import java.io.IOException;
import java.util.ServiceConfigurationError;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homekeep.core.integration.manifest.InvalidManifestException;
import org.homekeep.core.wire.Excerpt;

/** An integration cannot be used. */
public final class LoadException extends Exception {
  private static final Pattern CLASS_VERSION = Pattern.compile("class file version (\\d+)");

  /** The class file version of Java 1.0, less one. */
  private static final int BEFORE_JAVA = 44;

  private final LoadFailure failure;

  public LoadException(LoadFailure.Kind kind, String detail) {
    super(detail);
    this.failure = new LoadFailure(kind, detail);
  }

  private LoadException(LoadFailure.Kind kind, String detail, Throwable cause) {
    super(detail, cause);
    this.failure = new LoadFailure(kind, detail);
  }

  public LoadFailure failure() {
    return failure;
  }

  /** What something that the code of an integration threw means. */
  public static LoadException of(Throwable thrown) {
    Throwable why = Thrown.tamed(origin(Thrown.tamed(thrown)));
    if (why instanceof LoadException known) {
      return known;
    }
    if (why instanceof InvalidManifestException manifest) {
      return new LoadException(LoadFailure.Kind.MANIFEST, text(manifest), manifest);
    }
    if (why instanceof UnsupportedClassVersionError newer) {
      Matcher version = CLASS_VERSION.matcher(text(newer));
      String java =
          version.find() && Integer.parseInt(version.group(1)) > BEFORE_JAVA
              ? "Java " + (Integer.parseInt(version.group(1)) - BEFORE_JAVA)
              : "a newer Java";
      return new LoadException(
          LoadFailure.Kind.JAVA_VERSION,
          "It was built for %s, and Homekeep runs on Java %d."
              .formatted(java, Runtime.version().feature()),
          newer);
    }
    if (why instanceof NoClassDefFoundError || why instanceof ClassNotFoundException) {
      return new LoadException(
          LoadFailure.Kind.MISSING_CLASS,
          "It needs the class %s, which is not there.".formatted(text(why).replace('/', '.')),
          why);
    }
    if (why instanceof ClassFormatError || why instanceof IOException) {
      return new LoadException(
          LoadFailure.Kind.UNREADABLE, "It is damaged: %s".formatted(text(why)), why);
    }
    String said = why.getMessage();
    return new LoadException(
        LoadFailure.Kind.THREW,
        said == null || said.isBlank()
            ? "Its code failed when it was made (%s).".formatted(why.getClass().getSimpleName())
            : "Its code failed when it was made: %s".formatted(Excerpt.of(said)),
        why);
  }

  /** What lies below the wrappings that the JVM and the service loader put around it. */
  private static Throwable origin(Throwable thrown) {
    Throwable why = thrown;
    while (why.getCause() != null
        && (why instanceof ServiceConfigurationError
            || why instanceof ExceptionInInitializerError
            || why instanceof ExecutionException)) {
      why = why.getCause();
    }
    return why;
  }

  private static String text(Throwable throwable) {
    return String.valueOf(throwable.getMessage());
  }
}
