/**
 * An emulator of Home Assistant Cloud, as far as backups need it, that keeps its state in a
 * directory: the identity service, service discovery, the storage API, the object store behind it,
 * and the account page.
 *
 * <p>It owns the users, tokens and stored files of one emulated service (b2-and-cloud.md §B, §D.4).
 * It may call Vert.x, {@code org.homekeep.emulator.server} and {@code org.homekeep.emulator.fault},
 * and no module of the hub.
 */
@NullMarked
package org.homekeep.emulator.cloud;

import org.jspecify.annotations.NullMarked;
