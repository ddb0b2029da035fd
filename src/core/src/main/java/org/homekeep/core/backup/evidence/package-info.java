/**
 * What a failure says of its cause, as a sentence for people.
 *
 * <p>Owns no state. May call archive, integration and storage, for their exceptions, and wire.
 */
@NullMarked
package org.homekeep.core.backup.evidence;

import org.jspecify.annotations.NullMarked;
