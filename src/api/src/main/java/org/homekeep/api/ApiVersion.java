package org.homekeep.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of this API. The major number grows when an integration that was built before would
 * not work any more, the minor number when there is something new.
 *
 * <p>A jar says what it was built against in the attribute {@link #ATTRIBUTE} of its {@code
 * META-INF/MANIFEST.MF}.
 */
public record ApiVersion(int major, int minor) {
  /** The version of the API that this class is a part of. */
  public static final ApiVersion CURRENT = new ApiVersion(1, 0);

  /** The attribute of a jar's {@code META-INF/MANIFEST.MF}. */
  public static final String ATTRIBUTE = "Homekeep-Api-Version";

  private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

  /** Reads two numbers with a dot between them. */
  public static Optional<ApiVersion> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(
            new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
