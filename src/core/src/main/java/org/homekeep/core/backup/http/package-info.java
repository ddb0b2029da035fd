/**
 * Archives over HTTP: download, raw or decrypted, and upload; and emergency kits.
 *
 * <p>Streams bytes between requests and the manager. May call manager, config, evidence, key, kit,
 * local, and command for the answers that both give; and the hub's auth, home, http, onboarding,
 * runtime and wire.
 */
@NullMarked
package org.homekeep.core.backup.http;

import org.jspecify.annotations.NullMarked;
