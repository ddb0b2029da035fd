/**
 * What the tests of every module share: an event loop that is watched, seeded random data, and
 * waiting that ends.
 *
 * <p>Knows no module of ours, so that each of them may use it.
 */
@NullMarked
package org.homekeep.checks;

import org.jspecify.annotations.NullMarked;
