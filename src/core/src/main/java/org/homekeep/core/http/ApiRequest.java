package org.homekeep.core.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.homekeep.core.auth.Principal;

/** One request, after its access was checked and its body was read as the route asked. */
public interface ApiRequest {

  /** Who asks. Fails on a public route. */
  Principal principal();

  /** Whoever asks, known or not. */
  Visitor visitor();

  /** A segment of the path, decoded. */
  String pathParam(String name);

  /** A parameter of the query, decoded; the first when there are several. */
  Optional<String> query(String name);

  /** The parameters of the query, decoded, each with its first value. */
  Map<String, String> queryParameters();

  /** A header; the first when there are several. */
  Optional<String> header(String name);

  /** All values of a parameter of the query. */
  List<String> queryAll(String name);

  /** The JSON object of the body; empty for an empty body. For {@link BodyMode#JSON}. */
  JsonObject json();

  /** The fields of the form. For {@link BodyMode#FORM}. */
  MultiMap form();

  /** The request itself, for streaming bodies and responses. */
  HttpServerRequest raw();
}
