package org.homekeep.core.integration.manifest;

import java.util.List;

/** A manifest breaks rules; the message names all of them. */
public final class InvalidManifestException extends Exception {

  public InvalidManifestException(String source, List<String> problems) {
    super(
        "The manifest of %s cannot be used: %s Correct manifest.json and build the integration again."
            .formatted(source, String.join(" ", problems)));
  }
}
