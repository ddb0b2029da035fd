package org.homekeep.core.backup.archive.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.homekeep.checks.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreRulesTest {
  /** A path with a slash at its end is a directory. */
  private static boolean leavesOut(List<String> patterns, String path) {
    boolean isDirectory = path.endsWith("/");
    String plain = isDirectory ? path.substring(0, path.length() - 1) : path;
    return IgnoreRules.of(patterns, false).leavesOut(plain, () -> isDirectory);
  }

  @ParameterizedTest
  @CsvSource({
    "*.mp4,          a.mp4,              true",
    "*.mp4,          deep/below/a.mp4,   true",
    "*.mp4,          a.mp4x,             false",
    ".git,           .git/,              true",
    ".git,           a/.git/,            true",
    "/www,           www/,               true",
    "/www,           a/www/,             false",
    "www/videos,     www/videos/,        true",
    "www/videos,     a/www/videos/,      false",
    "cache/,         cache/,             true",
    "cache/,         cache,              false",
    "cache/,         a/cache/,           true",
    "a/*/c,          a/b/c,              true",
    "a/*/c,          a/b/b/c,            false",
    "**/c,           c,                  true",
    "**/c,           a/b/c,              true",
    "a/**,           a/,                 false",
    "a/**,           a/b,                true",
    "a/**,           a/b/c,              true",
    "a/**/c,         a/c,                true",
    "a/**/c,         a/b/b/c,            true",
    "a/**/c,         a/b/d,              false",
    "**,             anything,           true",
    "fo**o,          fooo,               true",
    "a/***,          a/b/c,              true",
    "file?.txt,      file1.txt,          true",
    "file?.txt,      file12.txt,         false",
    "file[0-9].txt,  file7.txt,          true",
    "file[!0-9].txt, file7.txt,          false",
    "file[^0-9].txt, filex.txt,          true",
    "'[]x]',         ']',                true",
    "'\\#notes',     '#notes',           true",
    "'#notes',       '#notes',           false",
    "'\\!loud',      '!loud',            true",
    "'a ',           a,                  true",
    "'a\\ ',         'a ',               true",
    "'\\*',          a,                  false",
    "'\\*',          *,                  true",
    "Photo.JPG,      photo.jpg,          false",
    "sp[a-c]ce,      spbce,              true",
  })
  void a_pattern_fits_as_in_a_gitignore(String pattern, String path, boolean out) {
    assertThat(leavesOut(List.of(pattern), path)).isEqualTo(out);
  }

  @Test
  void the_last_pattern_that_fits_decides() {
    List<String> patterns = List.of("*.log", "!keep.log", "/archive/keep.log");

    assertThat(leavesOut(patterns, "a.log")).isTrue();
    assertThat(leavesOut(patterns, "keep.log")).isFalse();
    assertThat(leavesOut(patterns, "archive/keep.log")).isTrue();
    assertThat(leavesOut(List.of("!keep.log", "*.log"), "keep.log")).isTrue();
  }

  @Test
  void the_pattern_that_decides_is_told() {
    IgnoreRules rules = IgnoreRules.of(List.of("# films", "*.mkv", "", "one.*"), false);

    assertThat(rules.leavingOut(List.of("two.mkv"), () -> false)).hasValue(1);
    assertThat(rules.leavingOut(List.of("one.mkv"), () -> false)).hasValue(3);
    assertThat(rules.leavingOut(List.of("three.txt"), () -> false)).isEmpty();
  }

  @Test
  void case_does_not_matter_where_the_file_system_says_so() {
    IgnoreRules rules = IgnoreRules.of(List.of("Photo*.[A-J]PG"), true);

    assertThat(rules.leavesOut("PHOTO1.jpg", () -> false)).isTrue();
  }

  @Test
  void case_is_as_in_the_file_system_of_the_directory(@TempDir Path directory) throws Exception {
    Files.createFile(directory.resolve("Photo"));
    boolean ignored = Files.exists(directory.resolve("PHOTO"));

    assertThat(IgnoreRules.in(directory, List.of("photo")).leavesOut("Photo", () -> false))
        .isEqualTo(ignored);
  }

  @Test
  void what_is_spared_stays_in() {
    IgnoreRules rules =
        IgnoreRules.of(List.of("*"), false).sparing(path -> path.get(0).equals(".storage"));

    assertThat(rules.leavesOut(".storage/auth", () -> false)).isFalse();
    assertThat(rules.leavesOut("other", () -> false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[abc", "/", "!", "a//b", "a\\", "!/", "two\nlines"})
  void what_is_no_pattern_is_told(String pattern) {
    assertThat(IgnoreRules.problem(pattern)).isPresent();
    assertThat(leavesOut(List.of(pattern), "a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "# words", "*", "!a", "a/b/", "[!]]", "ü*"})
  void what_is_a_pattern_is_none_to_tell(String pattern) {
    assertThat(IgnoreRules.problem(pattern)).isEmpty();
  }

  @Test
  void many_stars_take_no_long_time() {
    String pattern = "*a".repeat(200) + "/**/" + "**/".repeat(80) + "b";

    assertThat(leavesOut(List.of(pattern), "a".repeat(250) + "/c".repeat(500))).isFalse();
  }

  /** Says the same by trying every way, character for character. */
  private static final class Oracle {
    private static boolean leavesOut(List<String> patterns, String path, boolean isDirectory) {
      boolean out = false;
      for (String pattern : patterns) {
        String rest = pattern.startsWith("!") ? pattern.substring(1) : pattern;
        boolean directories = rest.endsWith("/");
        rest = directories ? rest.substring(0, rest.length() - 1) : rest;
        if (!rest.contains("/")) {
          rest = "**/" + rest;
        }
        rest = rest.startsWith("/") ? rest.substring(1) : rest;
        rest = rest.replaceAll("(?<=^|/)\\*{3,}(?=/|$)", "**");
        if ((isDirectory || !directories) && fits(rest, path)) {
          out = !pattern.startsWith("!");
        }
      }
      return out;
    }

    private static boolean fits(String pattern, String path) {
      if (pattern.equals("**")) {
        return !path.isEmpty();
      }
      if (pattern.startsWith("**/")) {
        int slash = path.indexOf('/');
        return fits(pattern.substring(3), path)
            || (slash >= 0 && fits(pattern, path.substring(slash + 1)));
      }
      if (path.isEmpty()) {
        return pattern.chars().allMatch(c -> c == '*');
      }
      if (pattern.isEmpty()) {
        return false;
      }
      char wanted = pattern.charAt(0);
      if (wanted == '*') {
        return fitsName(pattern.substring(1), path)
            || (path.charAt(0) != '/' && fitsName(pattern, path.substring(1)));
      }
      boolean one = wanted == '?' ? path.charAt(0) != '/' : wanted == path.charAt(0);
      String left = pattern.substring(1);
      return one
          && (wanted == '/' ? fits(left, path.substring(1)) : fitsName(left, path.substring(1)));
    }

    /** Within a name two stars are no more than one. */
    private static boolean fitsName(String pattern, String path) {
      return fits(pattern.replaceFirst("^\\*{2,}", "*"), path);
    }
  }

  @Test
  void random_patterns_say_the_same_as_an_oracle_that_tries_every_way() {
    Random random = Seed.random("patterns of excludes");
    int out = 0;
    for (int i = 0; i < 30_000; i++) {
      List<String> patterns = new ArrayList<>();
      for (int n = random.nextInt(3) + 1; n > 0; n--) {
        patterns.add(pattern(random));
      }
      String path = path(random);
      boolean isDirectory = random.nextBoolean();

      boolean left = IgnoreRules.of(patterns, false).leavesOut(path, () -> isDirectory);

      assertThat(left)
          .as("%s on %s, a directory: %s", patterns, path, isDirectory)
          .isEqualTo(Oracle.leavesOut(patterns, path, isDirectory));
      out += left ? 1 : 0;
    }
    assertThat(out).isBetween(3_000, 27_000);
  }

  private static String pattern(Random random) {
    String names =
        random
            .ints(random.nextInt(3) + 1, 0, 6)
            .mapToObj(kind -> kind == 0 ? "**" : name(random, "aab*?"))
            .collect(Collectors.joining("/"));
    return (random.nextInt(4) == 0 ? "!" : "")
        + (random.nextInt(4) == 0 ? "/" : "")
        + names
        + (random.nextInt(4) == 0 ? "/" : "");
  }

  private static String path(Random random) {
    return random
        .ints(random.nextInt(4) + 1, 0, 1)
        .mapToObj(any -> name(random, "ab"))
        .collect(Collectors.joining("/"));
  }

  private static String name(Random random, String letters) {
    return random
        .ints(random.nextInt(3) + 1, 0, letters.length())
        .mapToObj(i -> String.valueOf(letters.charAt(i)))
        .collect(Collectors.joining());
  }
}
