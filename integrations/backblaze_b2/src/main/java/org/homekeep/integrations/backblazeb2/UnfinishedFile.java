package org.homekeep.integrations.backblazeb2;

import java.time.Instant;

/** A large file that takes parts, and costs money for them, until it is finished or cancelled. */
record UnfinishedFile(ObjectRef file, Instant started) {}
