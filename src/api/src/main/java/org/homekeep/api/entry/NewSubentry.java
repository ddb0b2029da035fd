package org.homekeep.api.entry;

import java.util.Optional;
import org.homekeep.api.schema.Values;

/**
 * A subentry that is to be made.
 *
 * @param type one that the integration declares
 * @param uniqueId unique in the entry, where there is such a thing
 */
public record NewSubentry(String type, String title, Optional<String> uniqueId, Values data) {}
