@NullMarked
package org.homekeep.integrations.cloud.srp;

import org.jspecify.annotations.NullMarked;
