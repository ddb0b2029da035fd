package org.homekeep.core.flow;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Secret;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.TextStyle;
import org.homekeep.api.schema.Value;
import org.homekeep.core.wire.IntervalJson;
import org.jspecify.annotations.Nullable;

/** Reads one value as the field asks; empty when it is absent and may be. */
record ValueReader(@Nullable Object given) implements Field.Fold<Optional<Value>> {

  private static final int LONGEST_TEXT = 64 * 1024;
  private static final int MOST_TEXTS = 1000;

  private Optional<Value> absent(boolean required, Optional<? extends Value> fallback) {
    if (fallback.isPresent()) {
      return Optional.of(fallback.get());
    }
    if (required) {
      throw new RefusedValueException("required key not provided");
    }
    return Optional.empty();
  }

  private static String string(@Nullable Object value) {
    if (!(value instanceof String text)) {
      throw new RefusedValueException("expected str");
    }
    if (text.length() > LONGEST_TEXT) {
      throw new RefusedValueException("length of value must be at most " + LONGEST_TEXT);
    }
    return text;
  }

  @Override
  public Optional<Value> text(Field.Text field) {
    return given == null
        ? absent(field.required(), field.fallback().map(Value.Text::new))
        : Optional.of(new Value.Text(styled(field.style(), string(given))));
  }

  private static String styled(TextStyle style, String typed) {
    String text =
        switch (style.letters()) {
          case AS_TYPED -> typed;
          case LOWER -> typed.toLowerCase(Locale.ROOT);
          case UPPER -> typed.toUpperCase(Locale.ROOT);
        };
    int length = text.codePointCount(0, text.length());
    if (length < style.shortest()) {
      throw new RefusedValueException("length of value must be at least " + style.shortest());
    }
    if (style.longest().isPresent() && length > style.longest().get()) {
      throw new RefusedValueException("length of value must be at most " + style.longest().get());
    }
    if (style.kind() == TextStyle.Kind.URL && !isUrl(text)) {
      throw new RefusedValueException("expected a URL");
    }
    if (style.kind() == TextStyle.Kind.EMAIL && !text.matches("[^@\\s]+@[^@\\s]+")) {
      throw new RefusedValueException("expected an email address");
    }
    return text;
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getScheme() != null && uri.getHost() != null;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  @Override
  public Optional<Value> textList(Field.TextList field) {
    if (given == null) {
      return absent(
          field.required(),
          field.fallback().isEmpty()
              ? Optional.empty()
              : Optional.of(new Value.Texts(field.fallback())));
    }
    if (!(given instanceof JsonArray array)) {
      throw new RefusedValueException("expected a list");
    }
    if (array.size() > MOST_TEXTS) {
      throw new RefusedValueException("length of value must be at most " + MOST_TEXTS);
    }
    List<String> texts = new ArrayList<>();
    for (Object item : array) {
      texts.add(string(item));
    }
    return Optional.of(new Value.Texts(texts));
  }

  @Override
  public Optional<Value> interval(Field.Interval field) {
    if (given == null) {
      return absent(field.required(), field.fallback().map(Value.Interval::new));
    }
    Optional<Value> read =
        given instanceof JsonObject json
            ? IntervalJson.read(json).map(Value.Interval::new)
            : Optional.empty();
    return Optional.of(
        read.orElseThrow(() -> new RefusedValueException("expected a length of time")));
  }

  @Override
  public Optional<Value> moment(Field.Moment field) {
    if (given == null) {
      return absent(field.required(), field.fallback().map(Value.Text::new));
    }
    String text = string(given);
    try {
      switch (field.kind()) {
        case DATE -> LocalDate.parse(text);
        case TIME -> LocalTime.parse(text);
        case DATE_TIME -> LocalDateTime.parse(text.replaceFirst(" ", "T"));
      }
    } catch (DateTimeException malformed) {
      throw new RefusedValueException("expected a " + FormWriter.wireName(field.kind()));
    }
    return Optional.of(new Value.Text(text));
  }

  @Override
  public Optional<Value> structure(Field.Structure field) {
    if (given == null) {
      return absent(field.required(), Optional.empty());
    }
    if (!(given instanceof JsonObject json)) {
      throw new RefusedValueException("expected a dictionary");
    }
    return Optional.of(new Value.Opaque(string(json.encode())));
  }

  @Override
  public Optional<Value> constant(Field.Constant field) {
    if (given != null && !given.equals(field.value())) {
      throw new RefusedValueException("value must be " + field.value());
    }
    return Optional.of(new Value.Text(field.value()));
  }

  @Override
  public Optional<Value> hidden(Field.Hidden field) {
    return given == null
        ? absent(field.required(), Optional.empty())
        : Optional.of(new Value.Hidden(Secret.of(string(given))));
  }

  @Override
  public Optional<Value> number(Field.Numeric field) {
    if (given == null) {
      return absent(field.required(), field.fallback().map(Value.Numeric::new));
    }
    if (!(given instanceof Number number)) {
      throw new RefusedValueException(field.whole() ? "expected int" : "expected float");
    }
    BigDecimal value = new BigDecimal(number.toString());
    if (field.whole() && value.stripTrailingZeros().scale() > 0) {
      throw new RefusedValueException("expected int");
    }
    if (field.min().isPresent() && value.compareTo(field.min().get()) < 0) {
      throw new RefusedValueException("value must be at least " + field.min().get());
    }
    if (field.max().isPresent() && value.compareTo(field.max().get()) > 0) {
      throw new RefusedValueException("value must be at most " + field.max().get());
    }
    return Optional.of(new Value.Numeric(value));
  }

  @Override
  public Optional<Value> flag(Field.Flag field) {
    if (given == null) {
      return absent(field.required(), field.fallback().map(Value.Flag::new));
    }
    if (!(given instanceof Boolean flag)) {
      throw new RefusedValueException("expected bool");
    }
    return Optional.of(new Value.Flag(flag));
  }

  @Override
  public Optional<Value> select(Field.Select field) {
    if (given == null) {
      Optional<Value> fallback =
          field
              .fallback()
              .map(
                  value ->
                      field.multiple() ? new Value.Texts(List.of(value)) : new Value.Text(value));
      return absent(field.required(), fallback);
    }
    if (!field.multiple()) {
      return Optional.of(new Value.Text(option(field, given)));
    }
    if (!(given instanceof JsonArray array)) {
      throw new RefusedValueException("expected a list");
    }
    Set<String> chosen = new LinkedHashSet<>();
    for (Object item : array) {
      chosen.add(option(field, item));
    }
    return Optional.of(new Value.Texts(new ArrayList<>(chosen)));
  }

  private String option(Field.Select field, @Nullable Object value) {
    List<String> options = field.options().stream().map(Field.Option::value).toList();
    if (value instanceof String own && field.style().ownValues()) {
      return string(own);
    }
    if (!(value instanceof String text) || !options.contains(text)) {
      throw new RefusedValueException("value must be one of " + options);
    }
    return text;
  }

  @Override
  public Optional<Value> section(Field.Section field) {
    Object inner = given == null ? new JsonObject() : given;
    if (!(inner instanceof JsonObject json)) {
      throw new RefusedValueException("expected a dictionary");
    }
    FormReader.Outcome outcome = FormReader.read(field.fields(), json);
    if (outcome instanceof FormReader.Refused refused) {
      throw new RefusedValueException(refused.errors().encode());
    }
    return Optional.of(new Value.Nested(((FormReader.Accepted) outcome).values()));
  }

  /** Only ends the reading of one field. */
  static final class RefusedValueException extends IllegalArgumentException {
    RefusedValueException(String message) {
      super(message);
    }
  }
}
