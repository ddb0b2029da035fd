package org.homekeep.api.backup;

import java.util.Optional;

/** An add-on that a backup holds (backup.md §1.2). */
public record AddonInfo(Optional<String> name, String slug, Optional<String> version) {}
