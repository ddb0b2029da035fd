/**
 * The HTTP server: routes with declared access, bounded bodies, headers, files of the page.
 *
 * <p>Capabilities bring their own routes. May call auth, wire and runtime.
 */
@NullMarked
package org.homekeep.core.http;

import org.jspecify.annotations.NullMarked;
