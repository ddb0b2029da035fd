/**
 * The integration Backblaze B2: backups in a bucket.
 *
 * <p>Owns the conversation with B2, the layout of objects in the bucket and one config entry for
 * each bucket and prefix. May call the API of Homekeep and b2-sdk-java, nothing else.
 */
@NullMarked
package org.homekeep.integrations.backblazeb2;

import org.jspecify.annotations.NullMarked;
