package org.homekeep.core.storage;

/** What somebody wants of the documents. */
public enum Purpose {
  /** To own them: what is damaged is put aside, and what changes is written. */
  OWN,
  /**
   * To look: everything stays as it is, and without anything that can be read there is no answer.
   */
  LOOK
}
