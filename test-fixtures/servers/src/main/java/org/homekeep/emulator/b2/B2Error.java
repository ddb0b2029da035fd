package org.homekeep.emulator.b2;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.homekeep.emulator.server.Answer;
import org.homekeep.emulator.server.CallError;
import org.homekeep.emulator.server.ErrorForm;
import org.homekeep.emulator.server.Target;

/** An error answer of the API: HTTP status, code and message (b2-and-cloud.md §C.5). */
final class B2Error extends CallError {
  private static final long serialVersionUID = 1L;

  B2Error(int status, String code, String message) {
    super(status, code, message);
  }

  static B2Error badRequest(String message) {
    return new B2Error(400, "bad_request", message);
  }

  static B2Error unauthorized(String message) {
    return new B2Error(401, "unauthorized", message);
  }

  static B2Error notFound(String message) {
    return new B2Error(404, "not_found", message);
  }

  /** How the API words its errors. */
  static final class Form implements ErrorForm {

    @Override
    public Answer of(CallError error, Target target) {
      // These three fields and no other, or the SDK does not know the code.
      Answer plain =
          Answer.json(
              error.status(),
              new JsonObject()
                  .put("code", error.code())
                  .put("message", error.getMessage())
                  .put("status", error.status())
                  .toBuffer());
      if (error.status() != 401 || !target.call().equals(CallNames.AUTHORIZE)) {
        return plain;
      }
      Map<String, String> headers = new HashMap<>(plain.headers());
      headers.put("WWW-Authenticate", "Basic realm=\"authorize_account\"");
      return new Answer(plain.status(), headers, plain.body());
    }

    @Override
    public boolean isEarly() {
      return false;
    }
  }
}
