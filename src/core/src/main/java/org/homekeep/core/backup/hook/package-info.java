/**
 * What integrations do before and after the data of the home is read for a backup.
 *
 * <p>Owns when they are called, how long they may take and what is told of their failures. May call
 * evidence, integration and runtime.
 */
@NullMarked
package org.homekeep.core.backup.hook;

import org.jspecify.annotations.NullMarked;
