/**
 * Tests of the B2 emulator over HTTP and through the SDK.
 *
 * <p>It owns no state between tests. It may call everything that the emulator shows.
 */
@NullMarked
package org.homekeep.emulator.b2;

import org.jspecify.annotations.NullMarked;
