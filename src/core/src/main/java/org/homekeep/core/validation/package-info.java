/**
 * What is to be mended in an integration before it is published: its manifest, its texts, and what
 * it says of its quality (framework.md §6.1, §7.1, §11).
 *
 * <p>For {@code homekeep integration validate}; no part of a hub that runs. May call integration,
 * translation and wire.
 */
@NullMarked
package org.homekeep.core.validation;

import org.jspecify.annotations.NullMarked;
