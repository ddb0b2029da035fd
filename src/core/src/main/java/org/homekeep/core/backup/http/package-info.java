/**
 * Archives over HTTP: download, raw or decrypted, and upload; and emergency kits.
 *
 * <p>Streams bytes between requests and the manager. May call manager, key, kit and the hub's home,
 * http, auth and runtime.
 */
@NullMarked
package org.homekeep.core.backup.http;

import org.jspecify.annotations.NullMarked;
