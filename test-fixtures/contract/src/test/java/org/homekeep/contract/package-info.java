/** The contracts themselves, kept by the fixture. */
@NullMarked
package org.homekeep.contract;

import org.jspecify.annotations.NullMarked;
