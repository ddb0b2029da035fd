/**
 * The commands for those who write integrations: make a new one, and look at one before it is
 * published.
 *
 * <p>They speak the words of the archive commands, with the same exit codes. Nothing here runs a
 * hub.
 */
@NullMarked
package org.homekeep.app.integration;

import org.jspecify.annotations.NullMarked;
