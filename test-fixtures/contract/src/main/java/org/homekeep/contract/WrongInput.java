package org.homekeep.contract;

import org.homekeep.api.schema.Values;

/**
 * Something that a person may type and that does not work.
 *
 * @param what for the name of the test, such as "a wrong password"
 * @param field where the error is shown: the name of a field, or {@code base}
 * @param error its key
 */
public record WrongInput(String what, Values input, String field, String error) {
  @Override
  public String toString() {
    return what;
  }
}
