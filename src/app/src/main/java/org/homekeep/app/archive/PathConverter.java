package org.homekeep.app.archive;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The name of a file as it was typed. */
final class PathConverter implements ITypeConverter<Path> {
  /** What Java puts in the place of bytes that are no text: the name is another one then. */
  private static final char LOST = '\ufffd';

  @Override
  public Path convert(String typed) {
    if (typed.isEmpty()) {
      throw new TypeConversionException("the name is empty");
    }
    if (typed.indexOf(LOST) >= 0) {
      throw new TypeConversionException(
          "'%s' has letters that are no UTF-8. Give another name".formatted(Printable.of(typed)));
    }
    try {
      return Path.of(typed);
    } catch (InvalidPathException invalid) {
      throw new TypeConversionException(
          "'%s' cannot be the name of a file in this locale. Set LC_ALL=C.UTF-8"
              .formatted(Printable.of(typed)));
    }
  }
}
