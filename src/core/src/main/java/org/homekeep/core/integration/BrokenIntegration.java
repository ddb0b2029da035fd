package org.homekeep.core.integration;

/**
 * An integration that was found and left out.
 *
 * @param source its domain or, when it did not come that far, its class
 * @param reason a sentence that says why
 */
public record BrokenIntegration(String source, String reason) {}
