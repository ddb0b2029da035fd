@NullMarked
package org.homekeep.core.integration.manifest;

import org.jspecify.annotations.NullMarked;
