/**
 * Who may use the hub: users, passwords, second factors, refresh and access tokens, signed paths.
 *
 * <p>Owns {@code .storage/auth}, {@code .storage/auth_provider.homeassistant} and {@code
 * .storage/auth_module.totp}. Knows neither HTTP nor websocket; may call storage and runtime.
 */
@NullMarked
package org.homekeep.core.auth;

import org.jspecify.annotations.NullMarked;
