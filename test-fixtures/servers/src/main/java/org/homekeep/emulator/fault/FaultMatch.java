package org.homekeep.emulator.fault;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which calls a fault rule is for: those that fit all that is given.
 *
 * @param call the name of the call, or {@code *} for every call
 * @param keyId the id of the application key behind the request
 * @param bucket the name or the id of the bucket that the request is about
 * @param pod the number of the pod that an upload goes to
 */
public record FaultMatch(
    String call, Optional<String> keyId, Optional<String> bucket, OptionalInt pod) {

  static FaultMatch call(String call) {
    return new FaultMatch(call, Optional.empty(), Optional.empty(), OptionalInt.empty());
  }

  boolean concerns(String name) {
    return call.equals("*") || call.equals(name);
  }

  boolean fits(SeenCall seen) {
    return concerns(seen.call())
        && keyId.map(it -> seen.keyId().filter(it::equals).isPresent()).orElse(true)
        && bucket.map(seen::isAbout).orElse(true)
        && (pod.isEmpty() || pod.equals(seen.pod()));
  }
}
