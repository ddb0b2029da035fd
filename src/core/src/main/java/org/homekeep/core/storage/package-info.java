/**
 * State on disk that a crash cannot break: JSON documents in Home Assistant's envelope.
 *
 * <p>Owns the files below {@code .storage}. May call runtime.
 */
@NullMarked
package org.homekeep.core.storage;

import org.jspecify.annotations.NullMarked;
