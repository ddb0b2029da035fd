package org.homekeep.emulator.cloud;

import org.homekeep.emulator.server.CallError;

/** A refusal in the words of one part of the service; {@link CloudErrorForm} makes an answer. */
final class CloudError extends CallError {
  private static final long serialVersionUID = 1L;

  private CloudError(int status, String code, String message) {
    super(status, code, message);
  }

  /** A refusal of the identity service, which all have status 400. */
  static CloudError identity(String type, String message) {
    return new CloudError(400, type, message);
  }

  static CloudError notAuthorized(String message) {
    return identity("NotAuthorizedException", message);
  }

  static CloudError invalidParameter(String message) {
    return identity("InvalidParameterException", message);
  }

  /** A refusal of the storage API, which has a message and no code. */
  static CloudError api(int status, String message) {
    return new CloudError(status, "", message);
  }

  /** A refusal of the object store. */
  static CloudError store(int status, String code, String message) {
    return new CloudError(status, code, message);
  }

  static CloudError signature() {
    return store(
        403,
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided.");
  }
}
