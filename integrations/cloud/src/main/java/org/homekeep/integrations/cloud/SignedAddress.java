package org.homekeep.integrations.cloud;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An address that is good for one transfer, begun within a minute. Whoever has it may do what it is
 * for, so that nothing of it is ever logged.
 *
 * @param headers to be sent as they are
 */
record SignedAddress(URI address, Map<String, String> headers) {
  private static final String CUT = "…";
  private static final Pattern PARAMETER = Pattern.compile("[?&]?X-Amz-[\\w-]+=[^\\s&\"'<>]*");

  SignedAddress {
    headers = Map.copyOf(headers);
  }

  /** A text of the store or of a proxy, without what it quotes of this address. */
  String cutFrom(String text) {
    String cut = text;
    for (String part : parts()) {
      cut = cut.replace(part, CUT);
    }
    return PARAMETER.matcher(cut).replaceAll(CUT);
  }

  /** As they may be quoted; a lone slash is no part. */
  private List<String> parts() {
    return Stream.of(
            address.getRawQuery(), address.getQuery(), address.getRawPath(), address.getPath())
        .filter(part -> part != null && part.length() > 1)
        .toList();
  }

  @Override
  public String toString() {
    return "SignedAddress[" + address.getHost() + "]";
  }
}
