/**
 * The HTTP server: routes with declared access, bounded bodies, headers, bans, files of the page.
 *
 * <p>Owns {@code ip_bans.yaml}; capabilities bring their own routes. May call auth, wire, storage
 * and runtime.
 */
@NullMarked
package org.homekeep.core.http;

import org.jspecify.annotations.NullMarked;
