package org.homekeep.emulator.b2;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two pods of an emulator, which upload addresses name in turn, so that whoever asks for
 * another address gets one of another pod. They differ in the path, and in the port where the
 * second has one. Touched on its context only.
 */
final class Pods {
  private static final Pattern PLACE = Pattern.compile("[^/]+/c002_v000111([23])_t\\d{4}");
  private static final int FIRST_VOLUME = 2;

  private OptionalInt secondPort = OptionalInt.empty();
  private int given;

  /** Gives the second pod its own port. */
  void second(int port) {
    secondPort = OptionalInt.of(port);
  }

  /** A new place for uploads to a bucket or a large file, as addresses end. */
  String next(String targetId) {
    int pod = given % 2 + 1;
    given++;
    return "%s/c002_v000111%d_t%04d"
        .formatted(targetId, pod - 1 + FIRST_VOLUME, (given - 1) % 10_000);
  }

  /** The number of the pod in a place, 1 or 2. */
  static OptionalInt of(String place) {
    Matcher matcher = PLACE.matcher(place);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)) - FIRST_VOLUME + 1)
        : OptionalInt.empty();
  }

  /** The address of a place, where the client knows this server by another. */
  String address(String baseUrl, String place) {
    if (secondPort.isEmpty() || of(place).orElse(1) == 1) {
      return baseUrl;
    }
    return baseUrl.replaceFirst("(:\\d+)?$", ":" + secondPort.getAsInt());
  }
}
