/** Tests of the emulator of Home Assistant Cloud, through the wire. */
@NullMarked
package org.homekeep.emulator.cloud;

import org.jspecify.annotations.NullMarked;
