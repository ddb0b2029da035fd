package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.homekeep.testkit.EnglishSentences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The page finds the words of another language by the English sentence. */
class SentenceKeysTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}|%s|%d");
  private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");

  /** The store's own words are quoted. */
  private static final Pattern DETAIL =
      Pattern.compile(
          "new CloudFailure\\.(?:Unreachable|Trouble)\\([^\"]*\"(?!Failed to \\{})([^\"]+)\"");

  private static final Path SOURCES = Path.of("src", "main", "java");

  private final EnglishSentences texts = EnglishSentences.of(SentenceKeys.class);

  static Stream<CloudFailure> failures() {
    return Stream.of(
        new CloudFailure.Unreachable("no answer within 15 s"),
        new CloudFailure.LoginNeeded(),
        new CloudFailure.Ended(),
        new CloudFailure.NotRenewed(IdentityFailure.DISABLED),
        new CloudFailure.ContentChanged(),
        new CloudFailure.SubscriptionExpired(),
        new CloudFailure.NotEncrypted(),
        new CloudFailure.SizeChanged(7, 8),
        new CloudFailure.NewerStored("Automatic backup", "2025-01-31"),
        new CloudFailure.TooLarge(6_000_000_000L),
        new CloudFailure.TooSlow(Duration.ofHours(1)),
        new CloudFailure.Damaged(),
        new CloudFailure.AddressExpired(),
        new CloudFailure.Refused(403, "NC-XX-00: No"),
        new CloudFailure.Trouble(503, ""));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void each_failure_is_among_the_translations(CloudFailure failure) {
    String said = FailureText.sentence(failure);

    assertThat(texts.recognize(said, SentenceKeys.ALL)).as(said).isTrue();
  }

  @ParameterizedTest
  @EnumSource(IdentityFailure.class)
  void why_nobody_is_let_in_is_among_them(IdentityFailure failure) {
    assertThat(texts.words(SentenceKeys.of(failure))).isEqualTo(failure.sentence());
  }

  private static String sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
      return PLACEHOLDER.matcher(JOINED.matcher(all).replaceAll("")).replaceAll("{}");
    }
  }

  @Test
  void why_something_failed_is_among_them() throws Exception {
    List<String> details =
        DETAIL.matcher(sources()).results().map(found -> found.group(1)).toList();

    assertThat(details).isNotEmpty().allMatch(each -> texts.recognize(each, SentenceKeys.ALL));
  }

  @Test
  void none_of_them_is_told_in_other_words() throws Exception {
    String sources = sources();
    for (String key : SentenceKeys.ALL) {
      String words = texts.words(key).replaceAll(": \\{reason}$", "");
      assertThat(sources).contains("\"" + PLACEHOLDER.matcher(words).replaceAll("{}") + "\"");
    }
  }
}
