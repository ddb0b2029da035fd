/**
 * What every integration must do, as test classes that an integration's own tests extend, and the
 * hub as an integration sees it, without a hub.
 *
 * <p>Knows the api, JUnit and AssertJ; is published with the api for those who write integrations
 * elsewhere.
 */
@NullMarked
package org.homekeep.contract;

import org.jspecify.annotations.NullMarked;
