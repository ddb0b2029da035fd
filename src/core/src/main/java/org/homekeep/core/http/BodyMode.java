package org.homekeep.core.http;

/** What a route does with the body of a request. */
public enum BodyMode {
  /** There is none; one that is sent is not read. */
  NONE,
  /** JSON, at most 16 MiB, read before the handler is called; an empty body counts as none. */
  JSON,
  /** A URL-encoded form, at most 16 MiB, read before the handler is called. */
  FORM,
  /** Paused and left to the handler, which reads it as a stream of any size. */
  STREAM
}
