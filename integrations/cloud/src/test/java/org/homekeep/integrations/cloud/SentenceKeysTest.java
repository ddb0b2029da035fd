package org.homekeep.integrations.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The page finds the words of another language by the English sentence. */
class SentenceKeysTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}|%s|%d");
  private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
  private static final Path SOURCES = Path.of("src", "main", "java");

  static Stream<CloudFailure> failures() {
    return Stream.of(
        new CloudFailure.Unreachable("no answer within 15 s"),
        new CloudFailure.LoginNeeded(),
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

  private static JsonObject texts() throws IOException {
    try (InputStream in = SentenceKeysTest.class.getResourceAsStream("translations/en.json")) {
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .getJsonObject("exceptions");
    }
  }

  private static String text(String key) throws IOException {
    return texts().getJsonObject(key).getString("message");
  }

  private static List<Pattern> known() throws IOException {
    JsonObject texts = texts();
    return SentenceKeys.ALL.stream()
        .map(key -> pattern(texts.getJsonObject(key).getString("message")))
        .toList();
  }

  private static Pattern pattern(String message) {
    return Pattern.compile(
        Arrays.stream(PLACEHOLDER.split(message, -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".+")));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void each_failure_is_among_the_translations(CloudFailure failure) throws Exception {
    assertThat(known()).anyMatch(each -> each.matcher(FailureText.sentence(failure)).matches());
  }

  @ParameterizedTest
  @EnumSource(IdentityFailure.class)
  void why_nobody_is_let_in_is_among_them(IdentityFailure failure) throws Exception {
    assertThat(text(SentenceKeys.of(failure))).isEqualTo(failure.sentence());
  }

  @Test
  void none_of_them_is_told_in_other_words() throws Exception {
    String sources;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
      sources = PLACEHOLDER.matcher(JOINED.matcher(all).replaceAll("")).replaceAll("{}");
    }
    for (String key : SentenceKeys.ALL) {
      String words = text(key).replaceAll(": \\{reason}$", "");
      assertThat(sources).contains("\"" + PLACEHOLDER.matcher(words).replaceAll("{}") + "\"");
    }
  }
}
