package org.homekeep.core.runtime;

import java.util.List;

/** Settings that do not exist or have values that are none; the message names all of them. */
public final class InvalidSettingException extends Exception {

  public InvalidSettingException(List<String> problems) {
    super(String.join("\n", problems));
  }
}
