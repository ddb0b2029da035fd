package org.homekeep.core.wire;

import java.util.List;

/** The shapes that messages are made of. */
public final class Shapes {
  private Shapes() {}

  /**
   * A key of an object.
   *
   * @param required whether the object is refused without it
   */
  public record Key(String name, boolean required, Shape shape) {

    /** A key that must be there. */
    public static Key required(String name, Shape shape) {
      return new Key(name, true, shape);
    }

    /** A key that may be left out. */
    public static Key optional(String name, Shape shape) {
      return new Key(name, false, shape);
    }
  }

  /** An object with the given keys and no others. */
  public static Shape object(Key... keys) {
    return new Shape.ObjectShape(List.of(keys), false);
  }

  /** An object with the given keys; others are passed over. */
  public static Shape openObject(Key... keys) {
    return new Shape.ObjectShape(List.of(keys), true);
  }

  /** An object whose keys are free and whose values have one shape. */
  public static Shape mapOf(Shape values) {
    return new Shape.MapShape(values);
  }

  /** A list. */
  public static Shape listOf(Shape items) {
    return new Shape.ListShape(items, false);
  }

  /** A list in which nothing comes twice. */
  public static Shape uniqueListOf(Shape items) {
    return new Shape.ListShape(items, true);
  }

  /** Any text. */
  public static Shape string() {
    return new Shape.TextShape(Integer.MAX_VALUE);
  }

  /** A text of bounded length. */
  public static Shape string(int longest) {
    return new Shape.TextShape(longest);
  }

  /** One of the given texts. */
  public static Shape oneOf(String... allowed) {
    return new Shape.ChoiceShape(List.of(allowed));
  }

  /** A whole number, at least {@code min}. */
  public static Shape integer(long min) {
    return new Shape.IntegerShape(min);
  }

  /** Yes or no. */
  public static Shape bool() {
    return new Shape.BoolShape();
  }

  /** The shape, or null. */
  public static Shape nullable(Shape shape) {
    return new Shape.EitherShape(new Shape.NothingShape(), shape);
  }

  /** Either of two shapes; what is refused is refused in the words of the second. */
  public static Shape either(Shape first, Shape second) {
    return new Shape.EitherShape(first, second);
  }

  /** A text or a list of texts. */
  public static Shape stringOrStrings() {
    return either(string(), listOf(string()));
  }

  /** Anything. */
  public static Shape anything() {
    return new Shape.AnyShape();
  }
}
