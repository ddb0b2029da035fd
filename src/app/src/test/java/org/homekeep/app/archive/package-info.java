@NullMarked
package org.homekeep.app.archive;

import org.jspecify.annotations.NullMarked;
