package org.homekeep.api.flow;

import java.util.Locale;

/** Why a flow was started (framework.md §3.6). */
public enum FlowSource {
  USER,
  REAUTH,
  RECONFIGURE,
  /** The integration itself found something; only for those that call {@code discovered}. */
  INTEGRATION_DISCOVERY;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
