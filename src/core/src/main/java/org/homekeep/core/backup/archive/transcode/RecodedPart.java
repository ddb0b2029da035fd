package org.homekeep.core.backup.archive.transcode;

import java.io.InputStream;

/** A part as it goes out: exactly so many bytes. */
record RecodedPart(long size, InputStream data) {}
