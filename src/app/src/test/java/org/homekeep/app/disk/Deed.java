package org.homekeep.app.disk;

/** What a person does that changes files. */
enum Deed {
  SAVE_SETTINGS,
  BACK_UP,
  DELETE,
  MAKE_A_KEY,
  RESTORE
}
