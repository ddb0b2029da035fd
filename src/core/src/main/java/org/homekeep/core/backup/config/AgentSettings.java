package org.homekeep.core.backup.config;

import java.util.Optional;

/**
 * What is set for one location.
 *
 * @param isProtected whether its copies are encrypted when there is a key
 * @param retention in place of the global one
 */
public record AgentSettings(boolean isProtected, Optional<Retention> retention) {}
