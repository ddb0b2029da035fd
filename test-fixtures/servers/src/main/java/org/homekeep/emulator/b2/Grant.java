package org.homekeep.emulator.b2;

/** What the caller of one request may do: the key behind its token. */
record Grant(Key key) {
  boolean can(String capability) {
    return key.capabilities().contains(capability);
  }

  /** Refuses when the key lacks a capability. */
  Grant require(String capability) {
    if (!can(capability)) {
      throw B2Error.unauthorized("unauthorized: the key has no capability " + capability);
    }
    return this;
  }

  /** Refuses when the key is restricted to other buckets. */
  Grant requireBucket(String bucketId) {
    if (key.isRestrictedToBuckets() && !key.bucketIds().contains(bucketId)) {
      throw B2Error.unauthorized("unauthorized: the key is restricted to other buckets");
    }
    return this;
  }

  /** Refuses when the key is restricted to names that start with something else. */
  Grant requireName(String nameOrPrefix) {
    if (key.namePrefix().filter(prefix -> !nameOrPrefix.startsWith(prefix)).isPresent()) {
      throw B2Error.unauthorized("unauthorized: the key is restricted to another name prefix");
    }
    return this;
  }

  /** Refuses when the key may not do something with this file. */
  Grant requireFile(String capability, FileVersion version) {
    return require(capability).requireBucket(version.bucketId()).requireName(version.name());
  }
}
