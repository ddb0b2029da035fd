/**
 * What the tests of every module share: an event loop that is watched, and seeded random data.
 *
 * <p>Knows no module of ours, so that each of them may use it.
 */
@NullMarked
package org.homekeep.checks;

import org.jspecify.annotations.NullMarked;
