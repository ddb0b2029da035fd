/**
 * A backup location, and what is stored there.
 *
 * <p>An agent moves archives as streams on the integration's own workers; it never sees the hub's
 * files. Depends on nothing else of the API.
 */
@NullMarked
package org.homekeep.api.backup;

import org.jspecify.annotations.NullMarked;
