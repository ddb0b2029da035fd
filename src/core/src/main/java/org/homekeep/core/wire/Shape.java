package org.homekeep.core.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a piece of JSON from outside must look like. Shapes are closed: what they do not name is
 * refused (framework.md §1.2). They are data, so that what is checked can also be described.
 */
public sealed interface Shape {

  /**
   * Checks a value as Vert.x decodes it ({@code JsonObject}, {@code JsonArray}, {@code String},
   * {@code Number}, {@code Boolean} or null).
   *
   * @param path where the value stands, such as {@code data['agents']['backup.local']}
   * @throws ShapeException naming the place and what was expected there
   */
  default void check(@Nullable Object value, String path) throws ShapeException {
    ShapeCheck.check(this, value, path);
  }

  /** What a fold gives for this kind of shape. */
  <T> T fold(Fold<T> fold);

  /** One answer for each kind of shape: a new kind does not compile until all folds know it. */
  interface Fold<T> {
    T object(ObjectShape shape);

    T map(MapShape shape);

    T list(ListShape shape);

    T text(TextShape shape);

    T choice(ChoiceShape shape);

    T integer(IntegerShape shape);

    T bool();

    T either(EitherShape shape);

    T nothing();

    T anything();
  }

  /**
   * An object with the given keys.
   *
   * @param open whether other keys are passed over rather than refused
   */
  record ObjectShape(List<Shapes.Key> keys, boolean open) implements Shape {
    public ObjectShape {
      keys = List.copyOf(keys);
    }

    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.object(this);
    }
  }

  /** An object whose keys are free and whose values have one shape. */
  record MapShape(Shape values) implements Shape {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.map(this);
    }
  }

  /**
   * A list.
   *
   * @param unique whether nothing may come twice
   */
  record ListShape(Shape items, boolean unique) implements Shape {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.list(this);
    }
  }

  /**
   * A text.
   *
   * @param longest in characters
   */
  record TextShape(int longest) implements Shape {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.text(this);
    }
  }

  /** One of the given texts. */
  record ChoiceShape(List<String> allowed) implements Shape {
    public ChoiceShape {
      allowed = List.copyOf(allowed);
    }

    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.choice(this);
    }
  }

  /** A whole number, at least {@code min}. */
  record IntegerShape(long min) implements Shape {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.integer(this);
    }
  }

  /** Yes or no. */
  record BoolShape() implements Shape {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.bool();
    }
  }

  /** Either of two; what is refused is refused in the words of the second. */
  record EitherShape(Shape first, Shape second) implements Shape {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.either(this);
    }
  }

  /** Null. */
  record NothingShape() implements Shape {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.nothing();
    }
  }

  /** Anything. */
  record AnyShape() implements Shape {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.anything();
    }
  }
}
