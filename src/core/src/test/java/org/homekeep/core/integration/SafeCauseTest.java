package org.homekeep.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.homekeep.api.Secret;
import org.junit.jupiter.api.Test;

class SafeCauseTest {
  private static final List<Secret> SECRETS = List.of(Secret.of(""), Secret.of("K005-key"));

  @Test
  void a_failure_that_shows_no_secret_is_logged_as_it_is() {
    IllegalStateException failure = new IllegalStateException("The server is away.");

    assertThat(SafeCause.of(failure, SECRETS)).isSameAs(failure);
  }

  @Test
  void a_secret_in_the_cause_of_a_failure_is_withheld_and_the_place_kept() {
    IllegalStateException failure =
        new IllegalStateException(
            "It failed.", new IllegalArgumentException("Illegal header: K005-key\n"));

    Throwable safe = SafeCause.of(failure, SECRETS);

    assertThat(safe).hasNoCause().hasMessageStartingWith("java.lang.IllegalStateException");
    assertThat(safe.getStackTrace()).isEqualTo(failure.getStackTrace());
    assertThat(safe.toString()).doesNotContain("K005");
  }
}
