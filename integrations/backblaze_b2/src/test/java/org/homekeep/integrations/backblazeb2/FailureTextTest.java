package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.homekeep.testkit.EnglishSentences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page finds the words of another language by the English sentence. */
class FailureTextTest {
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

  private static void assertKnown(String sentence) {
    assertThat(EnglishSentences.of(FailureText.class).recognize(sentence, FailureText.SENTENCES))
        .as(sentence)
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void each_sentence_is_among_the_translations(B2Failure failure) {
    assertKnown(FailureText.sentence(failure));
  }

  @Test
  void a_cancelled_upload_is_among_them() {
    assertKnown(UploadCancelledException.MESSAGE);
  }
}
