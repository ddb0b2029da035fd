package org.homekeep.app;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a port: a whole number from 0 to 65535. */
final class PortConverter implements ITypeConverter<Integer> {
  private static final int LAST_PORT = 65_535;

  @Override
  public Integer convert(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= LAST_PORT) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // Said below, for both cases.
    }
    throw new TypeConversionException(
        "a port is a whole number from 0 to %d, not '%s'".formatted(LAST_PORT, text));
  }
}
