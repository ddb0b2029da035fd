/**
 * What every emulator of a service is made of: one request and its answer, bodies on their way to
 * and from files, the line, the time, tokens, and the controls that all of them have.
 *
 * <p>It may call Vert.x and {@code org.homekeep.emulator.fault}, and knows no service.
 */
@NullMarked
package org.homekeep.emulator.server;

import org.jspecify.annotations.NullMarked;
