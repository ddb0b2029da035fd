package org.homekeep.core.integration.manifest;

/** Where an integration comes from, which decides some of the rules for its manifest. */
public enum Origin {
  /** It is part of Homekeep. */
  BUILT_IN,
  /** It lies in {@code custom_integrations}. */
  CUSTOM
}
