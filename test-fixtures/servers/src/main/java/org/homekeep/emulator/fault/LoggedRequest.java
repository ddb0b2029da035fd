package org.homekeep.emulator.fault;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * One request an emulator was asked, without credentials.
 *
 * @param order the number of the request, counted from 1 since the start
 * @param call the name of the call
 * @param version the version of the API in the path, 0 when the path has none
 * @param method the HTTP method
 * @param path the path with the query, as it was sent
 * @param headers the headers by their small names, in their order, as they were sent
 * @param status the status of the answer; 0 while there is none, or when there never was one
 * @param bytesReceived body bytes received
 * @param bytesSent body bytes sent
 * @param fault the action of the fault that fired, or the empty text
 */
public record LoggedRequest(
    long order,
    String call,
    int version,
    String method,
    String path,
    Map<String, String> headers,
    int status,
    long bytesReceived,
    long bytesSent,
    String fault) {

  JsonObject toJson() {
    JsonObject sent = new JsonObject();
    headers.forEach(sent::put);
    return new JsonObject()
        .put("order", order)
        .put("call", call)
        .put("version", version)
        .put("method", method)
        .put("path", path)
        .put("headers", sent)
        .put("status", status)
        .put("bytes_received", bytesReceived)
        .put("bytes_sent", bytesSent)
        .put("fault", fault.isEmpty() ? null : fault);
  }
}
