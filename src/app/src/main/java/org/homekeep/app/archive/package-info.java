/**
 * The commands of {@code homekeep archive}: for the person who has an archive and an emergency kit,
 * and nothing else.
 *
 * <p>Each command is one class that asks the archive library and hands the answer to a printer.
 * Nothing here starts a hub, opens a connection or writes elsewhere than where it is told. Of the
 * hub it may call the archive library, the copies of databases and the words for version and time.
 */
@NullMarked
package org.homekeep.app.archive;

import org.jspecify.annotations.NullMarked;
