package org.homekeep.app.disk;

/** How a deed ended, as whoever asked for it sees it. */
sealed interface Ending {

  /** The hub said that it is done. */
  record Done() implements Ending {}

  /** The hub said that it is not done, and why. */
  record Refused(String why) implements Ending {}

  /** The hub was gone before it said anything. */
  record Died() implements Ending {}
}
