/**
 * One configured instance of an integration, and what is running for it.
 *
 * <p>May use schema and backup.
 */
@NullMarked
package org.homekeep.api.entry;

import org.jspecify.annotations.NullMarked;
