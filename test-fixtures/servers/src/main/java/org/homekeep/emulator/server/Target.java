package org.homekeep.emulator.server;

/**
 * What a request is for, as its path says it.
 *
 * @param call the name of the call
 * @param version the version of the API, 0 where the path has none
 * @param rest the path behind the call, as the service has it; not decoded
 * @param kind whether bytes of files come or go
 */
public record Target(String call, int version, String rest, Kind kind) {
  /** What passes beside small documents. */
  public enum Kind {
    /** The body of the request is a file. */
    UPLOAD,
    /** The body of the answer is a file, and nothing is carried out before it. */
    DOWNLOAD,
    /** Nothing. */
    PLAIN
  }

  /** Whether the body of the request is a file. */
  public boolean isUpload() {
    return kind == Kind.UPLOAD;
  }

  /** Whether the body of the answer is a file. */
  public boolean isDownload() {
    return kind == Kind.DOWNLOAD;
  }
}
