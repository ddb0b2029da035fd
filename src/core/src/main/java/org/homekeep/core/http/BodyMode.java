package org.homekeep.core.http;

/** What a route does with the body of a request. */
public enum BodyMode {
  /** There is none; one that is sent is not read. */
  NONE,
  /**
   * JSON, read before the handler is called; an empty body counts as none. At most 1 MiB, of
   * strangers 64 KiB: Home Assistant's 16 MiB would take the whole memory of the hub.
   */
  JSON,
  /** A form of the same size, read before the handler is called. */
  FORM,
  /** Paused and left to the handler, which reads it as a stream of any size. */
  STREAM
}
