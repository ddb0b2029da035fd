package org.homekeep.api.flow;

import org.homekeep.api.entry.ConfigEntry;

/**
 * What an options flow knows.
 *
 * @param entry as it was at the start of the step
 */
public record OptionsContext(ConfigEntry entry) {}
