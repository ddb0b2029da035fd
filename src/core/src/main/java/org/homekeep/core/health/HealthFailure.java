package org.homekeep.core.health;

/**
 * What a fact is when it is bad news: shown in red.
 *
 * @param error for people
 */
public record HealthFailure(String error) {}
