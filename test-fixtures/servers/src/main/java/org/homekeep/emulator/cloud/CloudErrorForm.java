package org.homekeep.emulator.cloud;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.homekeep.emulator.server.Answer;
import org.homekeep.emulator.server.CallError;
import org.homekeep.emulator.server.ErrorForm;
import org.homekeep.emulator.server.Target;

/**
 * How each part of the service words its errors: the identity service with {@code __type}, the
 * object store with XML, all else with a message alone.
 */
final class CloudErrorForm implements ErrorForm {
  private static final String EXCEPTION = "Exception";

  @Override
  public Answer of(CallError error, Target target) {
    if (CallNames.isIdentity(target.call())) {
      return Answer.of(
          error.status(),
          Identity.CONTENT_TYPE,
          new JsonObject()
              .put("__type", type(error.code()))
              .put("message", error.getMessage())
              .toBuffer());
    }
    if (target.isUpload() || target.isDownload()) {
      return Answer.of(error.status(), "application/xml", xml(error));
    }
    return Answer.json(
        error.status(), new JsonObject().put("message", message(error)).toBuffer());
  }

  @Override
  public boolean isEarly() {
    return true;
  }

  /** Messages begin with the code that programs look for. */
  private static String message(CallError error) {
    String message = String.valueOf(error.getMessage());
    boolean coded = error.code().startsWith("NC-") && !message.startsWith(error.code());
    return coded ? error.code() + ": " + message : message;
  }

  private static String type(String code) {
    return switch (code) {
      case "bad_request" -> "InvalidParameterException";
      case "bad_json" -> "SerializationException";
      default -> isPlain(code) ? camelCase(code) + EXCEPTION : code;
    };
  }

  private static Buffer xml(CallError error) {
    String code = isPlain(error.code()) ? camelCase(error.code()) : error.code();
    return Buffer.buffer(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
            .formatted(Html.escaped(code), Html.escaped(String.valueOf(error.getMessage()))));
  }

  /** Whether a code is one of those that a fault has by default. */
  private static boolean isPlain(String code) {
    return code.equals(code.toLowerCase(Locale.ROOT));
  }

  private static String camelCase(String code) {
    StringBuilder name = new StringBuilder();
    for (String word : code.split("_", -1)) {
      if (!word.isEmpty()) {
        name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
      }
    }
    return name.toString();
  }
}
