package org.homekeep.emulator.server;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import org.homekeep.emulator.fault.SeenCall;

/** What a service does with requests; used on the context of its emulator only. */
public interface Calls {
  /** What a request is for. */
  Target target(HttpServerRequest request);

  /**
   * What is known of a request before it is looked at; never fails.
   *
   * @param withBucket whether a rule asks for its bucket, for which its body may have to be read
   */
  Future<SeenCall> seen(Exchange exchange, boolean withBucket);

  /** Answers a request; what it throws as {@link CallError} is answered, too. */
  void serve(Exchange exchange);

  /** How errors are worded. */
  ErrorForm errors();
}
