/**
 * Archives over HTTP: download, raw or decrypted, and upload.
 *
 * <p>Streams bytes between requests and the manager. May call manager and the hub's http, auth and
 * runtime.
 */
@NullMarked
package org.homekeep.core.backup.http;

import org.jspecify.annotations.NullMarked;
