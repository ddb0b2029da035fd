/** What a fuzzer may feed: entry points that take bytes and let only typed errors pass. */
@NullMarked
package org.homekeep.core.backup.archive.fuzz;

import org.jspecify.annotations.NullMarked;
