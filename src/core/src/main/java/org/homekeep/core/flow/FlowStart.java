package org.homekeep.core.flow;

import java.util.Optional;
import org.homekeep.api.flow.FlowSource;

/**
 * Which flow to start.
 *
 * @param entryId the entry to mend, for the sources reauth and reconfigure
 * @param userId who started it; nobody for what the hub starts itself
 */
public record FlowStart(
    String domain, FlowSource source, Optional<String> entryId, Optional<String> userId) {}
