package org.homekeep.core.integration;

import org.homekeep.core.integration.custom.LoadFailure;

/**
 * An integration that was found and left out.
 *
 * @param source the file or directory of a custom one, else its domain or, when it did not come
 *     that far, its class
 */
public record BrokenIntegration(String source, LoadFailure failure) {

  /** A sentence that says why. */
  public String reason() {
    return failure.detail();
  }
}
