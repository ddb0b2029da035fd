package org.homekeep.emulator.b2;

import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request is for, as its path says it.
 *
 * @param call the name of the call, for downloads by name {@code b2_download_file_by_name}
 * @param version the version of the API, 0 where the path has none
 * @param rest the path behind the call, or {@code BUCKET/NAME} for downloads by name; not decoded
 */
record Target(String call, int version, String rest) {
  static final String AUTHORIZE = "b2_authorize_account";
  static final String UPLOAD_FILE = "b2_upload_file";
  static final String UPLOAD_PART = "b2_upload_part";
  static final String DOWNLOAD_BY_ID = "b2_download_file_by_id";
  static final String DOWNLOAD_BY_NAME = "b2_download_file_by_name";

  private static final Pattern API = Pattern.compile("/b2api/v([1-4])/(b2_[a-z0-9_]+)(?:/(.*))?");
  private static final String FILE = "/file/";
  private static final String UNKNOWN = "unknown";

  static Target of(HttpServerRequest request) {
    String path = request.path() == null ? "" : request.path();
    if (path.startsWith(FILE)) {
      return new Target(DOWNLOAD_BY_NAME, 0, path.substring(FILE.length()));
    }
    Matcher api = API.matcher(path);
    if (api.matches()) {
      String rest = api.group(3);
      return new Target(api.group(2), Integer.parseInt(api.group(1)), rest == null ? "" : rest);
    }
    return new Target(UNKNOWN, 0, "");
  }

  boolean isUpload() {
    return call.equals(UPLOAD_FILE) || call.equals(UPLOAD_PART);
  }

  boolean isDownload() {
    return call.equals(DOWNLOAD_BY_ID) || call.equals(DOWNLOAD_BY_NAME);
  }
}
