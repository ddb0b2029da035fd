package org.homekeep.core.auth;

import org.homekeep.api.Secret;

/**
 * A password that was right when it was checked. A login takes a while, and the password may be
 * changed in the meantime: {@link AuthManager#isCurrent} says whether it still is right.
 *
 * @param hash that it was compared with
 */
public record ProvenPassword(Credential credential, Secret hash) {}
