package org.homekeep.integrations.cloud;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  /** As they may be quoted, in XML or JSON as well; a lone slash is no part. */
  private List<String> parts() {
    return Stream.of(
            Stream.of(
                address.getRawQuery(), address.getQuery(), address.getRawPath(), address.getPath()),
            parameters(address.getRawQuery()),
            parameters(address.getQuery()))
        .flatMap(parts -> parts)
        .filter(part -> part != null && part.length() > 1)
        .toList();
  }

  private static Stream<String> parameters(@Nullable String query) {
    return query == null ? Stream.empty() : Arrays.stream(query.split("&", -1));
  }

  @Override
  public String toString() {
    return "SignedAddress[" + address.getHost() + "]";
  }
}
