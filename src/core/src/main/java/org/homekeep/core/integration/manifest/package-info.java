/**
 * What an integration says about itself in {@code manifest.json}, and the rules for it
 * (framework.md §6.1).
 *
 * <p>A library without state: the hub reads the manifests of what it loads, {@code homekeep
 * integration validate} those that somebody writes. Knows JSON and wire.
 */
@NullMarked
package org.homekeep.core.integration.manifest;

import org.jspecify.annotations.NullMarked;
