package org.homekeep.integrations.backblazeb2;

/** An archive in the bucket, and the SHA-1 of all its bytes. */
record StoredArchive(ObjectRef object, String sha1) {}
