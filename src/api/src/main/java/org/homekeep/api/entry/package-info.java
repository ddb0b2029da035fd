/**
 * One configured instance of an integration, and what is running for it.
 *
 * <p>May use schema, backup and issue.
 */
@NullMarked
package org.homekeep.api.entry;

import org.jspecify.annotations.NullMarked;
