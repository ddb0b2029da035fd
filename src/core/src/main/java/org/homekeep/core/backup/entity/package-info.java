/**
 * What clients show of backups: four sensors and an event.
 *
 * <p>Owns nothing; reads the manager and sets states. May call the manager, its events and
 * settings, and state.
 */
@NullMarked
package org.homekeep.core.backup.entity;

import org.jspecify.annotations.NullMarked;
