package org.homekeep.core.integration.manifest;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The forms of a version that a custom integration may have (framework.md §6.1). */
public enum VersionScheme {
  /** A number that only grows: {@code 42}. */
  BUILD_VER("\\d+"),
  /** A year, and what follows it: {@code 2026.8}, {@code 26.8.1b2}. */
  CAL_VER(
      "(?:\\d{2}|\\d{4})(?:\\.\\d{1,2}){1,2}(?:\\.\\d+)?(?:\\.?(?:a|b|rc|dev|alpha|beta)\\d*)?"),
  /** Three numbers, and maybe a pre-release and a build: {@code 1.2.0-rc.1+7}. */
  SEM_VER(
      "(?:0|[1-9]\\d*)\\.(?:0|[1-9]\\d*)\\.(?:0|[1-9]\\d*)"
          + "(?:-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?"),
  /** Numbers with dots: {@code v1.2}. */
  SIMPLE_VER("v?\\d+(?:\\.\\d+)+"),
  /** Python's form: {@code 1!1.2rc1.post2.dev3+local}. */
  PEP_440(
      "v?(?:\\d+!)?\\d+(?:\\.\\d+)*(?:[-_.]?(?:a|b|c|rc|alpha|beta|pre|preview)[-_.]?\\d*)?"
          + "(?:-\\d+|[-_.]?(?:post|rev|r)[-_.]?\\d*)?(?:[-_.]?dev[-_.]?\\d*)?"
          + "(?:\\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?");

  private static final int LONGEST = 64;

  private final Pattern form;

  VersionScheme(String form) {
    this.form = Pattern.compile(form, Pattern.CASE_INSENSITIVE);
  }

  /** The first scheme that a version is written in, if there is one. */
  public static Optional<VersionScheme> of(String version) {
    return version.length() > LONGEST
        ? Optional.empty()
        : Arrays.stream(values())
            .filter(scheme -> scheme.form.matcher(version).matches())
            .findFirst();
  }
}
