/**
 * Who may use the hub: users, passwords, refresh and access tokens, signed paths.
 *
 * <p>Owns {@code .storage/auth} and {@code .storage/auth_provider.homeassistant}. Knows neither
 * HTTP nor websocket; may call storage and runtime.
 */
@NullMarked
package org.homekeep.core.auth;

import org.jspecify.annotations.NullMarked;
