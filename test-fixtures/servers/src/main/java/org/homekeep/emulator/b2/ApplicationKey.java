package org.homekeep.emulator.b2;

/**
 * An application key as a person gets it: its id and its secret, which is shown once.
 *
 * @param keyId 25 characters
 * @param applicationKey 31 characters; the secret
 */
public record ApplicationKey(String keyId, String applicationKey) {
  @Override
  public String toString() {
    return "ApplicationKey[" + keyId + "]";
  }
}
