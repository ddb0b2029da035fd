package org.homekeep.integrations.cloud;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.homekeep.api.Secret;

/**
 * The calls of the service that stores backups (b2-and-cloud.md §B.4). Blocks its caller; all calls
 * fail with a {@link CloudFailureException}.
 */
final class StorageApi {
  private static final String TYPE = "backup";
  private static final String STORAGE_TYPE = "storage_type";
  private static final String FILE_NAME = "filename";
  private static final String TOO_LARGE = "NC-SH-FH-03";

  /** Codes of errors that stay. */
  private static final Pattern FINAL =
      Pattern.compile("NC-(SH-FH-03|CE-0[23])\\b.*", Pattern.DOTALL);

  private static final int LONGEST_MESSAGE = 256;

  private final Web web;
  private final Settings settings;
  private final CloudAccount account;
  private final Discovery discovery;

  StorageApi(Web web, Settings settings, CloudAccount account, Discovery discovery) {
    this.web = web;
    this.settings = settings;
    this.account = account;
    this.discovery = discovery;
  }

  /** The same, asked for less long. */
  StorageApi within(Duration longest) {
    return new StorageApi(web, settings.within(longest), account, discovery);
  }

  /** All that is stored; what makes no sense is left out. */
  List<StoredFile> list(boolean anew) throws CloudFailureException {
    URI address = discovery.address(Discovery.Action.LIST, Map.of(STORAGE_TYPE, TYPE));
    String sign = address.getRawQuery() == null ? "?" : "&";
    Web.Answer answer =
        call("GET", URI.create(address + sign + "clearCache=" + anew), Optional.empty());
    JsonArray files;
    try {
      files = new JsonArray(answer.body());
    } catch (RuntimeException malformed) {
      throw unreadable(answer);
    }
    return files.stream().flatMap(each -> StoredFile.read(each).stream()).toList();
  }

  /**
   * Announces an upload.
   *
   * @param md5 in base64
   * @param metadata what is kept along with it
   */
  SignedAddress announce(String fileName, String md5, long size, JsonObject metadata)
      throws CloudFailureException {
    JsonObject body =
        new JsonObject()
            .put(STORAGE_TYPE, TYPE)
            .put(FILE_NAME, fileName)
            .put("md5", md5)
            .put("size", size)
            .put("metadata", metadata);
    try {
      return signed(
          call("GET", discovery.address(Discovery.Action.UPLOAD, Map.of()), Optional.of(body)));
    } catch (CloudFailureException failed) {
      if (failed.failure() instanceof CloudFailure.Refused refused
          && refused.message().startsWith(TOO_LARGE)) {
        throw new CloudFailureException(new CloudFailure.TooLarge(size), failed);
      }
      throw failed;
    }
  }

  /** Where a file can be had. */
  SignedAddress download(String key) throws CloudFailureException {
    return signed(
        call(
            "GET",
            discovery.address(
                Discovery.Action.DOWNLOAD, Map.of(STORAGE_TYPE, TYPE, FILE_NAME, key)),
            Optional.empty()));
  }

  /** Deletes a file. */
  void delete(String key) throws CloudFailureException {
    call(
        "DELETE",
        discovery.address(Discovery.Action.DELETE, Map.of()),
        Optional.of(new JsonObject().put(STORAGE_TYPE, TYPE).put(FILE_NAME, key)));
  }

  /** An archive is sent over a line that is no less safe than that of the calls. */
  private SignedAddress signed(Web.Answer answer) throws CloudFailureException {
    JsonObject json = answer.json().orElseThrow(() -> unreadable(answer));
    if (!(json.getValue("url") instanceof String url)) {
      throw unreadable(answer);
    }
    Map<String, String> headers = new HashMap<>();
    if (json.getValue("headers") instanceof JsonObject told) {
      told.forEach(each -> headers.put(each.getKey(), String.valueOf(each.getValue())));
    }
    try {
      URI address = URI.create(url);
      if (address.getHost() != null
          && settings.api().getScheme().equalsIgnoreCase(address.getScheme())) {
        return new SignedAddress(address, headers);
      }
    } catch (IllegalArgumentException malformed) {
      // Is told as what it is: an answer that makes no sense.
    }
    throw unreadable(answer);
  }

  private Web.Answer call(String method, URI address, Optional<JsonObject> body)
      throws CloudFailureException {
    Web.Answer answer = send(method, address, body, account.token());
    if (answer.status() == 401) {
      // The service may have another idea of the time than this machine.
      answer = send(method, address, body, account.freshToken());
    }
    if (answer.isGood()) {
      return answer;
    }
    throw new CloudFailureException(failure(answer));
  }

  private Web.Answer send(String method, URI address, Optional<JsonObject> body, Secret token)
      throws CloudFailureException {
    HttpUriRequestBase request = new HttpUriRequestBase(method, address);
    request.setHeader("Authorization", "Bearer " + token.reveal());
    request.setHeader("Accept", "application/json");
    body.ifPresent(
        json -> request.setEntity(new StringEntity(json.encode(), ContentType.APPLICATION_JSON)));
    return web.call(request, settings.call());
  }

  private CloudFailure failure(Web.Answer answer) {
    int status = answer.status();
    String message =
        answer
            .json()
            .flatMap(json -> Optional.ofNullable(json.getValue("message")))
            .map(String::valueOf)
            .map(StorageApi::bounded)
            .orElse("");
    if (status == 403 && account.isSubscriptionStillExpired()) {
      return new CloudFailure.SubscriptionExpired();
    }
    boolean stays = status == 400 && FINAL.matcher(message).matches();
    return stays
        ? new CloudFailure.Refused(status, message)
        : new CloudFailure.Trouble(status, message);
  }

  private static CloudFailureException unreadable(Web.Answer answer) {
    return new CloudFailureException(
        new CloudFailure.Trouble(
            answer.status(),
            "Failed to parse API response (status: %d).".formatted(answer.status())));
  }

  static String bounded(String text) {
    return text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) + "…" : text;
  }
}
