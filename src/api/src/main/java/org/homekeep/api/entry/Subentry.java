package org.homekeep.api.entry;

import java.util.Optional;
import org.homekeep.api.schema.Values;

/**
 * A typed child of a config entry, such as one of several folders of an account (framework.md
 * §3.7).
 *
 * @param subentryId opaque; a ULID
 * @param type one that the integration declares
 * @param uniqueId unique in the entry, where there is such a thing
 */
public record Subentry(
    String subentryId, String type, String title, Optional<String> uniqueId, Values data) {}
