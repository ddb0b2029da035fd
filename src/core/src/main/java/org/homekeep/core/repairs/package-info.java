/**
 * Repairs: the flows that mend what an issue tells of (framework.md §9.2).
 *
 * <p>Owns the open flows; the issues themselves belong to the package issues. May call flow,
 * integration, issues, http, wire and runtime.
 */
@NullMarked
package org.homekeep.core.repairs;

import org.jspecify.annotations.NullMarked;
