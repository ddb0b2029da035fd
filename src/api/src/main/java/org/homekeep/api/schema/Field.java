package org.homekeep.api.schema;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.homekeep.api.Secret;

/**
 * One field of a form: a closed set of kinds, each with a form on the wire (framework.md §4.2).
 *
 * <p>{@code fallback} is what the hub puts in when the field is absent from what was submitted;
 * {@code suggestion} only fills the form. Labels are not here: they are translations, found by the
 * field's name.
 */
public sealed interface Field {

  /** The name: letters, digits, underscores; unique in its form. */
  String name();

  /** Whether a submission without this field, and without a fallback for it, is refused. */
  boolean required();

  /** This field with the value suggested that the given values hold under its name. */
  Field suggesting(Values values);

  /** Calls the method that fits this field. */
  <T> T fold(Fold<T> fold);

  /** A text. */
  record Text(
      String name,
      boolean required,
      Optional<String> fallback,
      Optional<String> suggestion,
      TextStyle style)
      implements Field {

    /** A text of one line that must be given. */
    public static Text required(String name) {
      return new Text(name, true, Optional.empty(), Optional.empty(), TextStyle.PLAIN);
    }

    /** A text of one line that may be left out and is then the fallback. */
    public static Text optional(String name, String fallback) {
      return new Text(name, false, Optional.of(fallback), Optional.empty(), TextStyle.PLAIN);
    }

    /** This field in another style. */
    public Text styled(TextStyle changed) {
      return new Text(name, required, fallback, suggestion, changed);
    }

    @Override
    public Text suggesting(Values values) {
      return new Text(name, required, fallback, values.findText(name).or(() -> suggestion), style);
    }

    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.text(this);
    }
  }

  /** Several texts, in the order in which they were typed. */
  record TextList(String name, boolean required, List<String> fallback, List<String> suggestion)
      implements Field {

    public TextList {
      fallback = List.copyOf(fallback);
      suggestion = List.copyOf(suggestion);
    }

    @Override
    public TextList suggesting(Values values) {
      return new TextList(
          name,
          required,
          fallback,
          values.find(name).isPresent() ? values.texts(name) : suggestion);
    }

    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.textList(this);
    }
  }

  /**
   * A text that becomes a {@link Secret}: kept out of logs and diagnostics.
   *
   * @param visible whether the form shows what is typed (a key id) or dots (a password)
   */
  record Hidden(String name, boolean required, boolean visible, Optional<Secret> suggestion)
      implements Field {

    /** A secret that the form shows while it is typed, such as a key id. */
    public static Hidden visible(String name) {
      return new Hidden(name, true, true, Optional.empty());
    }

    /** A secret that the form shows as dots. */
    public static Hidden password(String name) {
      return new Hidden(name, true, false, Optional.empty());
    }

    @Override
    public Hidden suggesting(Values values) {
      return new Hidden(name, required, visible, values.findSecret(name).or(() -> suggestion));
    }

    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.hidden(this);
    }
  }

  /** A number with bounds, both inclusive; {@code whole} refuses fractions. */
  record Numeric(
      String name,
      boolean required,
      boolean whole,
      Optional<BigDecimal> min,
      Optional<BigDecimal> max,
      Optional<String> unit,
      Optional<BigDecimal> fallback,
      Optional<BigDecimal> suggestion)
      implements Field {

    @Override
    public Numeric suggesting(Values values) {
      Optional<BigDecimal> value =
          values.find(name).isPresent() ? Optional.of(values.number(name)) : suggestion;
      return new Numeric(name, required, whole, min, max, unit, fallback, value);
    }

    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.number(this);
    }
  }

  /** Yes or no. */
  record Flag(
      String name, boolean required, Optional<Boolean> fallback, Optional<Boolean> suggestion)
      implements Field {

    @Override
    public Flag suggesting(Values values) {
      Optional<Boolean> value =
          values.find(name).isPresent() ? Optional.of(values.flag(name)) : suggestion;
      return new Flag(name, required, fallback, value);
    }

    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.flag(this);
    }
  }

  /**
   * One of several options, or some of them when {@code multiple}.
   *
   * @param translationKey under {@code selector} in the translations, for the options' labels
   */
  record Select(
      String name,
      boolean required,
      List<Option> options,
      boolean multiple,
      Optional<String> translationKey,
      Optional<String> fallback,
      List<String> suggestion,
      SelectStyle style)
      implements Field {

    public Select(
        String name,
        boolean required,
        List<Option> options,
        boolean multiple,
        Optional<String> translationKey,
        Optional<String> fallback,
        List<String> suggestion) {
      this(
          name,
          required,
          options,
          multiple,
          translationKey,
          fallback,
          suggestion,
          SelectStyle.DROPDOWN);
    }

    public Select {
      options = List.copyOf(options);
      suggestion = List.copyOf(suggestion);
    }

    @Override
    public Select suggesting(Values values) {
      List<String> chosen =
          multiple ? values.texts(name) : values.findText(name).map(List::of).orElse(List.of());
      return new Select(
          name,
          required,
          options,
          multiple,
          translationKey,
          fallback,
          chosen.isEmpty() ? suggestion : chosen,
          style);
    }

    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.select(this);
    }
  }

  /** One choice of a {@link Select}. */
  record Option(String value, String label) {}

  /** A length of time, in whole seconds. */
  record Interval(
      String name, boolean required, Optional<Duration> fallback, Optional<Duration> suggestion)
      implements Field {
    @Override
    public Interval suggesting(Values values) {
      Optional<Duration> value =
          values.find(name).isPresent() ? Optional.of(values.interval(name)) : suggestion;
      return new Interval(name, required, fallback, value);
    }

    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.interval(this);
    }
  }

  /** A date, a time of day, or both, of the home's time zone; its value is a text in ISO form. */
  record Moment(
      String name,
      boolean required,
      MomentKind kind,
      Optional<String> fallback,
      Optional<String> suggestion)
      implements Field {
    @Override
    public Moment suggesting(Values values) {
      return new Moment(name, required, kind, fallback, values.findText(name).or(() -> suggestion));
    }

    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.moment(this);
    }
  }

  /** Any JSON object, for what has no field of its own. Diagnostics never show it. */
  record Structure(String name, boolean required, Optional<Value.Opaque> suggestion)
      implements Field {
    @Override
    public Structure suggesting(Values values) {
      Optional<Value.Opaque> value =
          values.find(name).filter(Value.Opaque.class::isInstance).map(Value.Opaque.class::cast);
      return new Structure(name, required, value.or(() -> suggestion));
    }

    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.structure(this);
    }
  }

  /** Something that is shown and cannot be changed; its value is the given text. */
  record Constant(String name, String value) implements Field {
    @Override
    public boolean required() {
      return false;
    }

    @Override
    public Constant suggesting(Values values) {
      return this;
    }

    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.constant(this);
    }
  }

  /** A group of fields that can be folded away; one level only (framework.md §4.2). */
  record Section(String name, boolean expanded, FormSchema fields) implements Field {

    public Section {
      if (fields.fields().stream().anyMatch(Section.class::isInstance)) {
        throw new IllegalArgumentException("A section cannot hold a section: " + name);
      }
    }

    @Override
    public boolean required() {
      return true;
    }

    @Override
    public Section suggesting(Values values) {
      return new Section(name, expanded, fields.suggesting(values.section(name)));
    }

    @Override
    public <T> T fold(Fold<T> fold) {
      return fold.section(this);
    }
  }

  /**
   * A function over all kinds of fields.
   *
   * @param <T> what the function gives
   */
  interface Fold<T> {
    T text(Text field);

    T textList(TextList field);

    T hidden(Hidden field);

    T number(Numeric field);

    T flag(Flag field);

    T select(Select field);

    T interval(Interval field);

    T moment(Moment field);

    T structure(Structure field);

    T constant(Constant field);

    T section(Section field);
  }
}
