package org.homekeep.emulator.cloud;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Logs in at the identity service as a client does. */
record Login(CloudFixture fixture) {
  static final String CLIENT = "60i2uvhvbiref2mftj7rgcrt9u";

  CloudFixture.Answer begin(String email, String open) {
    return fixture.identity(
        "InitiateAuth",
        new JsonObject()
            .put("AuthFlow", "USER_SRP_AUTH")
            .put("ClientId", CLIENT)
            .put("AuthParameters", new JsonObject().put("USERNAME", email).put("SRP_A", open)));
  }

  CloudFixture.Answer respond(JsonObject responses) {
    return fixture.identity(
        "RespondToAuthChallenge",
        new JsonObject()
            .put("ChallengeName", "PASSWORD_VERIFIER")
            .put("ClientId", CLIENT)
            .put("ChallengeResponses", responses));
  }

  CloudFixture.Answer with(String email, String password) {
    return with(email, password, Instant.now());
  }

  CloudFixture.Answer with(String email, String password, Instant at) {
    SrpClient client = new SrpClient(password);
    CloudFixture.Answer begun = begin(email, client.open());
    if (begun.status() != 200) {
      return begun;
    }
    return respond(client.answer(begun.json().getJsonObject("ChallengeParameters"), at));
  }

  /** What was issued to whoever logged in. */
  JsonObject tokens(String email, String password) {
    return with(email, password).json().getJsonObject("AuthenticationResult");
  }

  CloudFixture.Answer code(CloudFixture.Answer challenge, String code) {
    return fixture.identity(
        "RespondToAuthChallenge",
        new JsonObject()
            .put("ChallengeName", "SOFTWARE_TOKEN_MFA")
            .put("ClientId", CLIENT)
            .put("Session", challenge.json().getString("Session"))
            .put(
                "ChallengeResponses",
                new JsonObject()
                    .put(
                        "USERNAME",
                        challenge
                            .json()
                            .getJsonObject("ChallengeParameters")
                            .getString("USER_ID_FOR_SRP"))
                    .put("SOFTWARE_TOKEN_MFA_CODE", code)));
  }

  CloudFixture.Answer refresh(String token) {
    return fixture.identity(
        "InitiateAuth",
        new JsonObject()
            .put("AuthFlow", "REFRESH_TOKEN_AUTH")
            .put("ClientId", CLIENT)
            .put("AuthParameters", new JsonObject().put("REFRESH_TOKEN", token)));
  }
}
