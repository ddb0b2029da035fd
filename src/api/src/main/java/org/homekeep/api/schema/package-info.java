/**
 * The fields of a form, and the values that a person puts into them.
 *
 * <p>Schemas are data: a closed set of field records, so that one serializer and one validator can
 * be total. Depends on {@code Secret} alone.
 */
@NullMarked
package org.homekeep.api.schema;

import org.jspecify.annotations.NullMarked;
