/**
 * What an integration declares and what it is given.
 *
 * <p>Depends on nothing of Homekeep. Of libraries it shows only Vert.x core's {@code Future} and
 * {@code JsonObject}. Its sub-packages are capabilities: schema, flow, entry, backup, issue.
 */
@NullMarked
package org.homekeep.api;

import org.jspecify.annotations.NullMarked;
