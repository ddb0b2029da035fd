/**
 * The command line: what a person types, and the process that runs from it.
 *
 * <p>Reads arguments, starts the hub and the emulators, prints what is to be known and ends the
 * process well. Calls the hub's public entry point alone and knows none of its capabilities; {@code
 * archive} below it works on archives without any hub.
 */
@NullMarked
package org.homekeep.app;

import org.jspecify.annotations.NullMarked;
