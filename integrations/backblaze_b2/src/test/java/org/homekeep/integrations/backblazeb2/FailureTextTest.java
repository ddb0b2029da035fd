package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page finds the words of another language by the English sentence. */
class FailureTextTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");

  static Stream<B2Failure> failures() {
    return Stream.of(
        new B2Failure.BadCredentials("unauthorized"),
        new B2Failure.AccountRefused("account_trouble", "The account is suspended"),
        new B2Failure.RestrictedToOtherBuckets(List.of("other")),
        new B2Failure.BucketMissing(),
        new B2Failure.MissingCapabilities(List.of("writeFiles")),
        new B2Failure.PrefixNotAllowed("other/"),
        new B2Failure.BadRequest("bad_request", "No such name"),
        new B2Failure.CannotConnect("no answer within 15 s"),
        new B2Failure.Unfinished(7),
        new B2Failure.CapExceeded("storage_cap_exceeded", "Cap exceeded"),
        new B2Failure.CapExceeded("transaction_cap_exceeded", "Cap exceeded"),
        new B2Failure.Locked("its retention has not ended"),
        new B2Failure.UploadCancelled(Optional.empty()),
        new B2Failure.UploadCancelled(Optional.of(1)),
        new B2Failure.UploadCancelled(Optional.of(3)),
        new B2Failure.NotFound(),
        new B2Failure.HubFault("its memory was full", "give it more"),
        new B2Failure.Unknown("503"));
  }

  private static List<Pattern> known() throws Exception {
    try (InputStream in = FailureTextTest.class.getResourceAsStream("translations/en.json")) {
      JsonObject texts = new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      JsonObject exceptions = texts.getJsonObject("exceptions");
      return FailureText.SENTENCES.stream()
          .map(key -> pattern(exceptions.getJsonObject(key).getString("message")))
          .toList();
    }
  }

  private static Pattern pattern(String message) {
    return Pattern.compile(
        Arrays.stream(PLACEHOLDER.split(message, -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".+")));
  }

  private static void assertKnown(String sentence) throws Exception {
    assertThat(known()).anyMatch(each -> each.matcher(sentence).matches());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void each_sentence_is_among_the_translations(B2Failure failure) throws Exception {
    assertKnown(FailureText.sentence(failure));
  }

  @Test
  void a_cancelled_upload_is_among_them() throws Exception {
    assertKnown(UploadCancelledException.MESSAGE);
  }
}
