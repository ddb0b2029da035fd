package org.homekeep.core.backup.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.homekeep.api.Secret;

/**
 * The stored document: all keys, the oldest first.
 *
 * @param instanceId the salt of the fingerprints
 */
record RingDocument(String instanceId, List<RingKey> keys) {
  RingDocument {
    keys = List.copyOf(keys);
  }

  Optional<RingKey> find(Secret key) {
    return keys.stream().filter(each -> each.key().equals(key)).findFirst();
  }

  Optional<RingKey> find(KeyFingerprint fingerprint) {
    return keys.stream().filter(each -> each.fingerprint().equals(fingerprint)).findFirst();
  }

  RingDocument with(RingKey key) {
    List<RingKey> more = new ArrayList<>(keys);
    more.add(key);
    return new RingDocument(instanceId, more);
  }

  RingDocument without(Predicate<RingKey> unwanted) {
    return new RingDocument(instanceId, keys.stream().filter(unwanted.negate()).toList());
  }

  RingDocument changed(KeyFingerprint fingerprint, UnaryOperator<RingKey> change) {
    return new RingDocument(
        instanceId,
        keys.stream()
            .map(each -> each.fingerprint().equals(fingerprint) ? change.apply(each) : each)
            .toList());
  }
}
