/**
 * Tests of the command line, through the arguments a person types.
 *
 * <p>They run in this process with a stop request of their own; none of them ends the process.
 */
@NullMarked
package org.homekeep.app;

import org.jspecify.annotations.NullMarked;
