/**
 * Data entry flows: the steps that run, what they show, and the one way between a form's fields and
 * JSON.
 *
 * <p>Owns every open flow; keeps nothing on disk. Knows config entries only through {@code
 * FlowKind} and {@code FlowSubject}; may call integration, http, auth, bus, wire and runtime.
 */
@NullMarked
package org.homekeep.core.flow;

import org.jspecify.annotations.NullMarked;
