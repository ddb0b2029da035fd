/**
 * The fault plane: what an emulator is told to get wrong, and the record of what it was asked.
 *
 * <p>It owns the fault rules, the request log and the {@code /_emulator} paths of every emulator.
 * It may call Vert.x and nothing of ours.
 */
@NullMarked
package org.homekeep.emulator.fault;

import org.jspecify.annotations.NullMarked;
