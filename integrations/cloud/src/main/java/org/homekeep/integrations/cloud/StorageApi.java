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
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.homekeep.api.Secret;

/**
 * The calls of the service that stores backups (b2-and-cloud.md §B.4), for one login or for whoever
 * is logged in. Blocks its caller; all calls fail with a {@link CloudFailureException}.
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
  private final Optional<CloudAccount.Login> login;

  StorageApi(Web web, Settings settings, CloudAccount account, Discovery discovery) {
    this(web, settings, account, discovery, Optional.empty());
  }

  private StorageApi(
      Web web,
      Settings settings,
      CloudAccount account,
      Discovery discovery,
      Optional<CloudAccount.Login> login) {
    this.web = web;
    this.settings = settings;
    this.account = account;
    this.discovery = discovery;
    this.login = login;
  }

  /** The same, asked for less long. */
  StorageApi within(Duration longest) {
    return new StorageApi(web, settings.within(longest), account, discovery, login);
  }

  /** The same for one login: another one has other files of the same names. */
  StorageApi of(CloudAccount.Login one) {
    return new StorageApi(web, settings, account, discovery, Optional.of(one));
  }

  /** All that is stored; what makes no sense is left out. */
  List<StoredFile> list(boolean anew) throws CloudFailureException {
    Web.Answer answer =
        call(
            new Call(
                "GET",
                Discovery.Action.LIST,
                Map.of(STORAGE_TYPE, TYPE),
                "clearCache=" + anew,
                Optional.empty()));
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
          call(new Call("GET", Discovery.Action.UPLOAD, Map.of(), "", Optional.of(body))));
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
            new Call(
                "GET",
                Discovery.Action.DOWNLOAD,
                Map.of(STORAGE_TYPE, TYPE, FILE_NAME, key),
                "",
                Optional.empty())));
  }

  /** Deletes a file. */
  void delete(String key) throws CloudFailureException {
    call(
        new Call(
            "DELETE",
            Discovery.Action.DELETE,
            Map.of(),
            "",
            Optional.of(new JsonObject().put(STORAGE_TYPE, TYPE).put(FILE_NAME, key))));
  }

  /** An archive is sent over a line that is no less safe than that of the calls. */
  private SignedAddress signed(Web.Answer answer) throws CloudFailureException {
    JsonObject json = answer.json().orElseThrow(() -> unreadable(answer));
    if (!(json.getValue("url") instanceof String url)) {
      throw unreadable(answer);
    }
    Map<String, String> headers = new HashMap<>();
    if (json.getValue("headers") instanceof JsonObject told) {
      told.stream()
          .filter(each -> each.getValue() != null)
          .forEach(each -> headers.put(each.getKey(), String.valueOf(each.getValue())));
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

  /**
   * One call.
   *
   * @param parameters that stand in its path
   * @param query what the address ends with, without a question mark
   */
  private record Call(
      String method,
      Discovery.Action action,
      Map<String, String> parameters,
      String query,
      Optional<JsonObject> body) {
    URI at(URI address) {
      String sign = address.getRawQuery() == null ? "?" : "&";
      return query.isEmpty() ? address : URI.create(address + sign + query);
    }
  }

  private Web.Answer call(Call call) throws CloudFailureException {
    URI told = discovery.address(call.action(), call.parameters());
    URI known = discovery.known(call.action(), call.parameters());
    Web.Answer answer = call(call, told);
    if (answer.status() == HttpStatus.SC_NOT_FOUND && !told.equals(known)) {
      // What the service tells of its addresses may be wrong, for as long as a day.
      answer = call(call, known);
    }
    if (answer.isGood()) {
      return answer;
    }
    throw new CloudFailureException(failure(answer));
  }

  private Web.Answer call(Call call, URI address) throws CloudFailureException {
    Web.Answer answer = send(call.method(), call.at(address), call.body(), account.token(login));
    // The service may have another idea of the time than this machine.
    return answer.status() == HttpStatus.SC_UNAUTHORIZED
        ? send(call.method(), call.at(address), call.body(), account.freshToken(login))
        : answer;
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
            .map(account::withoutSecrets)
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
