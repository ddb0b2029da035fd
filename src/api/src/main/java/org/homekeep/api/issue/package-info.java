/**
 * What the repairs page shows.
 *
 * <p>Depends on nothing else of the API.
 */
@NullMarked
package org.homekeep.api.issue;

import org.jspecify.annotations.NullMarked;
