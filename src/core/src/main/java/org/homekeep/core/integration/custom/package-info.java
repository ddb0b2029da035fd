/**
 * The integrations in {@code custom_integrations}: finds them, and runs each behind a class loader
 * of its own that sees the API and nothing else of the hub.
 *
 * <p>Nothing here may stop the hub: what is broken becomes a {@code LoadFailure}. Knows the api,
 * the rules of manifests, and wire.
 */
@NullMarked
package org.homekeep.core.integration.custom;

import org.jspecify.annotations.NullMarked;
