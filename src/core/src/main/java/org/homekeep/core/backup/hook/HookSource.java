package org.homekeep.core.backup.hook;

import java.util.List;

/** Where the hooks come from that integrations offer. Called on the hub's context. */
public interface HookSource {

  /** The hooks of all config entries that are loaded at the moment, in a stable order. */
  List<OfferedHooks> hooks();
}
