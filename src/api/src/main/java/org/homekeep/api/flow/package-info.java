/**
 * The steps that make or mend a config entry.
 *
 * <p>An integration answers each step with a {@code StepResult}; the hub keeps the flow, validates
 * what was typed and draws the form. May use schema and entry.
 */
@NullMarked
package org.homekeep.api.flow;

import org.jspecify.annotations.NullMarked;
