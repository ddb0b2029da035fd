package org.homekeep.core.integration;

/**
 * What integrations get of this hub beside its services.
 *
 * @param caches what they have found out for entries
 * @param state what they keep for themselves
 * @param instanceId what tells this hub from others, 32 hex digits
 */
public record HubShare(EntryCaches caches, StateFiles state, String instanceId) {}
