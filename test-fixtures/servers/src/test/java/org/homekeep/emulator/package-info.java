/** What tests of all emulators need. */
@NullMarked
package org.homekeep.emulator;

import org.jspecify.annotations.NullMarked;
