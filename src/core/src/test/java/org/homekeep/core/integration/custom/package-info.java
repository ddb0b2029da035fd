@NullMarked
package org.homekeep.core.integration.custom;

import org.jspecify.annotations.NullMarked;
