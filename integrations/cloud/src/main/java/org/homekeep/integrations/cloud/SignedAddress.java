package org.homekeep.integrations.cloud;

import java.net.URI;
import java.util.Map;

/**
 * An address that is good for one transfer, begun within a minute. Whoever has it may do what it is
 * for, so that nothing of it is ever logged.
 *
 * @param headers to be sent as they are
 */
record SignedAddress(URI address, Map<String, String> headers) {
  SignedAddress {
    headers = Map.copyOf(headers);
  }

  @Override
  public String toString() {
    return "SignedAddress[" + address.getHost() + "]";
  }
}
