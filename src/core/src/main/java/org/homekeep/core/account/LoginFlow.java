package org.homekeep.core.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.auth.ProvenPassword;
import org.homekeep.core.auth.User;
import org.homekeep.core.runtime.HexId;

/**
 * A login that is under way.
 *
 * @param toLink whether it ends with a code to link what was found to a user, and not with tokens
 * @param challenge what the user still has to show, once the password was right
 */
record LoginFlow(
    String id,
    String redirectUri,
    boolean toLink,
    ClientAddress from,
    Instant started,
    Optional<Challenge> challenge) {

  /**
   * A code of an authenticator app is asked for.
   *
   * @param username as it was typed, for the count of what failed with it
   */
  record Challenge(ProvenPassword proven, User user, String username, Instant since, int tries) {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final int MOST_TRIES = 3;

    boolean isLate(Instant now) {
      return since.plus(LIFETIME).isBefore(now);
    }

    boolean wasLastTry() {
      return tries >= MOST_TRIES;
    }

    Challenge tried() {
      return new Challenge(proven, user, username, since, tries + 1);
    }
  }

  static LoginFlow start(String redirectUri, boolean toLink, ClientAddress from, Instant now) {
    return new LoginFlow(HexId.next(), redirectUri, toLink, from, now, Optional.empty());
  }

  LoginFlow asking(Challenge question) {
    return new LoginFlow(id, redirectUri, toLink, from, started, Optional.of(question));
  }
}
