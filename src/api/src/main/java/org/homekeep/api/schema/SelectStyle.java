package org.homekeep.api.schema;

/**
 * How the options of a {@link Field.Select} are shown.
 *
 * @param ownValues whether a person may type what is no option
 * @param sorted whether the options are shown by their labels' order
 */
public record SelectStyle(Mode mode, boolean ownValues, boolean sorted) {

  /** A list that opens. */
  public static final SelectStyle DROPDOWN = new SelectStyle(Mode.DROPDOWN, false, false);

  /** The form of the list. */
  public enum Mode {
    DROPDOWN,
    LIST,
    BOX
  }
}
