/**
 * Archives over HTTP: download, raw or decrypted, and upload.
 *
 * <p>Streams bytes between requests and the manager. May call manager, engine and the hub's http.
 */
@NullMarked
package org.homekeep.core.backup.http;

import org.jspecify.annotations.NullMarked;
