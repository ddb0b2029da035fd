package org.homekeep.api.schema;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.homekeep.api.Secret;

/** One value of a form or of a config entry: a closed set, so that every writer can be total. */
public sealed interface Value {

  /** Plain text. */
  record Text(String value) implements Value {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.text(value);
    }
  }

  /** A text that is never shown. */
  record Hidden(Secret value) implements Value {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.hidden(value);
    }
  }

  /** A number, exact. */
  record Numeric(BigDecimal value) implements Value {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.number(value);
    }
  }

  /** Yes or no. */
  record Flag(boolean value) implements Value {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.flag(value);
    }
  }

  /** Several texts, in order. */
  record Texts(List<String> values) implements Value {
    public Texts {
      values = List.copyOf(values);
    }

    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.texts(values);
    }
  }

  /** A length of time. */
  record Interval(Duration value) implements Value {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.interval(value);
    }
  }

  /** The values of a section. */
  record Nested(Values values) implements Value {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.nested(values);
    }
  }

  /**
   * JSON that no field describes, kept letter by letter: what another version of the integration
   * stored must survive being loaded and saved by this one.
   */
  record Opaque(String json) implements Value {
    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.opaque(json);
    }
  }

  /** Calls the method that fits this value. */
  <T> T fold(Fold<T> fold);

  /**
   * A function over all kinds of values.
   *
   * @param <T> what the function gives
   */
  interface Fold<T> {
    T text(String value);

    T hidden(Secret value);

    T number(BigDecimal value);

    T flag(boolean value);

    T texts(List<String> values);

    T interval(Duration value);

    T nested(Values values);

    T opaque(String json);
  }
}
