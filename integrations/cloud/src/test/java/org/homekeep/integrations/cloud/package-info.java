@NullMarked
package org.homekeep.integrations.cloud;

import org.jspecify.annotations.NullMarked;
