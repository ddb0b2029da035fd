package org.homekeep.integrations.backblazeb2;

import static org.assertj.core.api.Assertions.assertThat;

import com.backblaze.b2.client.exceptions.B2ConnectFailedException;
import com.backblaze.b2.client.exceptions.B2Exception;
import com.backblaze.b2.client.exceptions.B2LocalException;
import com.backblaze.b2.client.exceptions.B2NetworkException;
import com.backblaze.b2.client.exceptions.B2NetworkTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationTest {

  @ParameterizedTest
  @CsvSource({
    "400, bad_request, BadRequest",
    "400, bad_json, BadRequest",
    "400, bad_bucket_id, BucketMissing",
    "400, file_not_present, NotFound",
    "400, no_such_file, NotFound",
    "401, unauthorized, BadCredentials",
    "401, bad_auth_token, BadCredentials",
    "401, expired_auth_token, BadCredentials",
    "401, unsupported, AccountRefused",
    "401, email_not_verified, AccountRefused",
    "401, no_payment_history, AccountRefused",
    "401, access_denied, BadCredentials",
    "403, storage_cap_exceeded, CapExceeded",
    "403, transaction_cap_exceeded, CapExceeded",
    "403, download_cap_exceeded, CapExceeded",
    "403, access_denied, Locked",
    "404, not_found, NotFound",
    "408, request_timeout, CannotConnect",
    "429, too_many_requests, CannotConnect",
    "500, internal_error, CannotConnect",
    "502, unknown, CannotConnect",
    "503, bad_request, CannotConnect",
    "504, unknown, CannotConnect",
    "302, unknown, CannotConnect",
    "307, unknown, CannotConnect",
    "409, conflict, Unknown",
    "416, range_not_satisfiable, Unknown"
  })
  void an_answer_has_one_meaning(int status, String code, String meaning) {
    assertThat(Classification.of(answer(status, code)).getClass().getSimpleName())
        .isEqualTo(meaning);
  }

  @Test
  void trouble_on_the_way_means_that_b2_cannot_be_reached() {
    assertThat(Classification.of(new B2ConnectFailedException("unknown_host", null, "x")))
        .isEqualTo(new B2Failure.CannotConnect("unknown host"));
    assertThat(Classification.of(new B2NetworkTimeoutException("socket_timeout", null, "x")))
        .isEqualTo(new B2Failure.CannotConnect("socket timeout"));
    assertThat(Classification.of(new B2LocalException("parsing_failed", "x")))
        .isInstanceOf(B2Failure.CannotConnect.class);
    assertThat(Classification.of(new B2LocalException("other", "x")))
        .isInstanceOf(B2Failure.Unknown.class);
  }

  @Test
  void addresses_and_tokens_of_uploads_are_not_repeated() {
    B2Exception broken =
        new B2NetworkException("socket_exception", null, "talking to https://pod/secret-url");
    B2Exception busy =
        B2Exception.create("auth_token_limit", 400, null, "more than one using auth token 4_00x");

    assertThat(B2FailureException.of(broken)).hasMessageNotContaining("secret-url");
    assertThat(B2FailureException.of(busy)).hasMessageNotContaining("4_00x");
  }

  @ParameterizedTest
  @CsvSource({
    "401, expired_auth_token, true",
    "401, bad_auth_token, true",
    "401, unauthorized, false",
    "401, access_denied, false",
    "401, unsupported, false",
    "400, bad_request, false",
    "503, service_unavailable, false"
  })
  void only_an_old_token_wants_a_new_one(int status, String code, boolean wanted) {
    assertThat(Classification.wantsNewToken(answer(status, code))).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "401, expired_auth_token, true",
    "408, request_timeout, true",
    "429, too_many_requests, true",
    "503, service_unavailable, true",
    "400, auth_token_limit, true",
    "400, bad_request, false",
    "403, storage_cap_exceeded, false"
  })
  void what_another_upload_address_may_cure_is_tried_there(
      int status, String code, boolean wanted) {
    assertThat(Classification.wantsNewUploadUrl(answer(status, code))).isEqualTo(wanted);
  }

  @Test
  void a_checksum_that_did_not_match_is_sent_again() {
    assertThat(
            Classification.wantsNewUploadUrl(
                B2Exception.create(
                    "bad_request", 400, null, "Checksum did not match data received")))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 429, 500})
  void every_failure_has_a_sentence_and_a_form_error(int status) {
    B2Failure failure = Classification.of(answer(status, "some_code"));

    assertThat(FailureText.sentence(failure)).isNotBlank();
    assertThat(FailureText.formError(failure).key()).isNotBlank();
  }

  private static B2Exception answer(int status, String code) {
    return B2Exception.create(code, status, null, "the message");
  }
}
