package org.homekeep.emulator.b2;

import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homekeep.emulator.server.Target;

/**
 * The calls as paths name them; what is behind the name of a download by name is {@code
 * BUCKET/NAME}.
 */
final class CallNames {
  static final String AUTHORIZE = "b2_authorize_account";
  static final String UPLOAD_FILE = "b2_upload_file";
  static final String UPLOAD_PART = "b2_upload_part";
  static final String DOWNLOAD_BY_ID = "b2_download_file_by_id";
  static final String DOWNLOAD_BY_NAME = "b2_download_file_by_name";

  private static final Pattern API = Pattern.compile("/b2api/v([1-4])/(b2_[a-z0-9_]+)(?:/(.*))?");
  private static final String FILE = "/file/";
  private static final String UNKNOWN = "unknown";

  private CallNames() {}

  static Target target(HttpServerRequest request) {
    String path = request.path() == null ? "" : request.path();
    if (path.startsWith(FILE)) {
      return of(DOWNLOAD_BY_NAME, 0, path.substring(FILE.length()));
    }
    Matcher api = API.matcher(path);
    if (api.matches()) {
      String rest = api.group(3);
      return of(api.group(2), Integer.parseInt(api.group(1)), rest == null ? "" : rest);
    }
    return of(UNKNOWN, 0, "");
  }

  private static Target of(String call, int version, String rest) {
    Target.Kind kind =
        switch (call) {
          case UPLOAD_FILE, UPLOAD_PART -> Target.Kind.UPLOAD;
          case DOWNLOAD_BY_ID, DOWNLOAD_BY_NAME -> Target.Kind.DOWNLOAD;
          default -> Target.Kind.PLAIN;
        };
    return new Target(call, version, rest, kind);
  }
}
