/**
 * The integrations that are installed: their manifests, how they are found, and the only way in
 * which the hub calls their code.
 *
 * <p>Owns the workers of each integration and the deadline of each call, so that one that throws or
 * hangs harms only itself, and what integrations keep for their entries. May call auth, websocket,
 * wire, storage and runtime.
 */
@NullMarked
package org.homekeep.core.integration;

import org.jspecify.annotations.NullMarked;
