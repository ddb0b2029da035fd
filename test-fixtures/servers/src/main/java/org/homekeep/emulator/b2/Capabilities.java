package org.homekeep.emulator.b2;

import java.util.List;

/** The capabilities that a key may have, in the order in which they are shown. */
final class Capabilities {
  static final List<String> ALL =
      List.of(
          "listKeys",
          "writeKeys",
          "deleteKeys",
          "listAllBucketNames",
          "listBuckets",
          "readBuckets",
          "writeBuckets",
          "deleteBuckets",
          "readBucketRetentions",
          "writeBucketRetentions",
          "readBucketEncryption",
          "writeBucketEncryption",
          "readBucketReplications",
          "writeBucketReplications",
          "readBucketNotifications",
          "writeBucketNotifications",
          "readBucketLogging",
          "writeBucketLogging",
          "readBucketLifecycleRules",
          "writeBucketLifecycleRules",
          "listFiles",
          "readFiles",
          "shareFiles",
          "writeFiles",
          "deleteFiles",
          "readFileRetentions",
          "writeFileRetentions",
          "readFileLegalHolds",
          "writeFileLegalHolds",
          "bypassGovernance");

  private Capabilities() {}

  /** Refuses what is no capability. */
  static List<String> checked(List<String> capabilities) {
    for (String capability : capabilities) {
      if (!ALL.contains(capability)) {
        throw B2Error.badRequest("Invalid capability: " + capability);
      }
    }
    return List.copyOf(capabilities);
  }
}
