@NullMarked
package org.homekeep.testkit;

import org.jspecify.annotations.NullMarked;
