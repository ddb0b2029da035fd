package org.homekeep.emulator.fault;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of a request before it is looked at, for rules to fit or not.
 *
 * @param call the name of the call
 * @param keyId the id of the key behind its token, absent when that is not known
 * @param bucketName the name of the bucket it is about
 * @param bucketId the id of that bucket
 * @param pod the number of the pod it was sent to, for uploads
 */
public record SeenCall(
    String call,
    Optional<String> keyId,
    Optional<String> bucketName,
    Optional<String> bucketId,
    OptionalInt pod) {

  boolean isAbout(String nameOrId) {
    return bucketName.filter(nameOrId::equals).isPresent()
        || bucketId.filter(nameOrId::equals).isPresent();
  }
}
