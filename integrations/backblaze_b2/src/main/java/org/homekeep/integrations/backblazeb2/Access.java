package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.structures.B2Bucket;

/** The proof that a key opens a bucket, with all that B2 said about both. */
record Access(Authorization authorization, B2Bucket bucket) {}
