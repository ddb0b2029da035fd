/**
 * An emulator of the Backblaze B2 native API that keeps its state in a directory.
 *
 * <p>It owns the accounts, keys, buckets and files of one emulated account (b2-and-cloud.md §C,
 * §D). It may call Vert.x, {@code org.homekeep.emulator.server} and {@code
 * org.homekeep.emulator.fault}, and no module of the hub.
 */
@NullMarked
package org.homekeep.emulator.b2;

import org.jspecify.annotations.NullMarked;
