/**
 * The locations that exist at the moment, and calling them without being harmed by them.
 *
 * <p>Every call has a deadline, and whatever an agent throws becomes a failed future on the hub's
 * context. May call evidence, local and runtime.
 */
@NullMarked
package org.homekeep.core.backup.agent;

import org.jspecify.annotations.NullMarked;
