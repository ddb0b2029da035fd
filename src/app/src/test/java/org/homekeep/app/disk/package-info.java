/**
 * What becomes of a home when its hub is killed, or its disk is full, at any call of the system.
 *
 * <p>Deeds of a person are done by hubs on copies of one home; what they have promised is compared
 * with what a hub shows afterwards. Needs {@code strace}, which counts and intercepts the calls.
 */
@NullMarked
package org.homekeep.app.disk;

import org.jspecify.annotations.NullMarked;
