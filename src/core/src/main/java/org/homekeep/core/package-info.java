/**
 * The hub: the root package puts the capabilities together and starts and stops them.
 *
 * <p>Each sub-package is one capability. Nothing but this package knows all of them.
 */
@NullMarked
package org.homekeep.core;

import org.jspecify.annotations.NullMarked;
