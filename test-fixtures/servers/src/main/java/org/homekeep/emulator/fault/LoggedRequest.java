package org.homekeep.emulator.fault;

import io.vertx.core.json.JsonObject;

/**
 * One request an emulator was asked, without credentials.
 *
 * @param order the number of the request, counted from 1 since the start
 * @param call the name of the call
 * @param version the version of the API in the path, 0 when the path has none
 * @param method the HTTP method
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
    int status,
    long bytesReceived,
    long bytesSent,
    String fault) {

  JsonObject toJson() {
    return new JsonObject()
        .put("order", order)
        .put("call", call)
        .put("version", version)
        .put("method", method)
        .put("status", status)
        .put("bytes_received", bytesReceived)
        .put("bytes_sent", bytesSent)
        .put("fault", fault.isEmpty() ? null : fault);
  }
}
