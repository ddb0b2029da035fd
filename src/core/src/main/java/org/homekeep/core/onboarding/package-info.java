/**
 * The first minutes of a hub: making its first user, and the steps after it.
 *
 * <p>Owns {@code .storage/onboarding}. May call auth, home, http, wire, storage and runtime.
 */
@NullMarked
package org.homekeep.core.onboarding;

import org.jspecify.annotations.NullMarked;
