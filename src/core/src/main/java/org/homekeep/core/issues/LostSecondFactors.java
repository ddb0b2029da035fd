package org.homekeep.core.issues;

import java.util.List;
import java.util.Map;
import org.homekeep.api.issue.Issue;
import org.homekeep.api.issue.IssueReporter;
import org.homekeep.api.issue.Severity;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.auth.Credential;
import org.homekeep.core.auth.User;

/** Tells people who cannot log in because the secret of their second factor is lost. */
public final class LostSecondFactors {
  private final AuthManager auth;

  public LostSecondFactors(AuthManager auth) {
    this.auth = auth;
  }

  /**
   * Reports them. An issue of a start before this one is gone by itself: it is not persistent.
   *
   * @param hub reports issues of the hub itself
   */
  public void report(IssueReporter hub) {
    for (User user : auth.lostSecondFactors()) {
      hub.report(
          Issue.of(
              "second_factor_lost_" + user.id(),
              Severity.CRITICAL,
              "second_factor_lost",
              Map.of("name", user.name(), "username", usernameOf(user))));
    }
  }

  private String usernameOf(User user) {
    List<Credential> credentials = auth.credentialsOf(user);
    return credentials.stream()
        .flatMap(each -> each.username().stream())
        .findFirst()
        .orElse(user.name());
  }
}
