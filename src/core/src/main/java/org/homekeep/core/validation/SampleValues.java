package org.homekeep.core.validation;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.homekeep.api.Secret;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Value;
import org.homekeep.api.schema.Values;

/** A value for every field of a schema, for an entry that stands in for one that somebody made. */
final class SampleValues implements Field.Fold<Value> {
  private static final String TEXT = "sample";

  private SampleValues() {}

  static Values of(FormSchema schema) {
    SampleValues sample = new SampleValues();
    Map<String, Value> values = new LinkedHashMap<>();
    schema.fields().forEach(field -> values.put(field.name(), field.fold(sample)));
    return Values.of(values);
  }

  @Override
  public Value text(Field.Text field) {
    return new Value.Text(field.fallback().orElse(TEXT));
  }

  @Override
  public Value textList(Field.TextList field) {
    return new Value.Texts(List.of(TEXT));
  }

  @Override
  public Value hidden(Field.Hidden field) {
    return new Value.Hidden(Secret.of(TEXT));
  }

  @Override
  public Value number(Field.Numeric field) {
    return new Value.Numeric(field.fallback().or(field::min).or(field::max).orElse(BigDecimal.ONE));
  }

  @Override
  public Value flag(Field.Flag field) {
    return new Value.Flag(field.fallback().orElse(false));
  }

  @Override
  public Value select(Field.Select field) {
    String chosen =
        field.fallback().orElse(field.options().isEmpty() ? TEXT : field.options().get(0).value());
    return field.multiple() ? new Value.Texts(List.of(chosen)) : new Value.Text(chosen);
  }

  @Override
  public Value interval(Field.Interval field) {
    return new Value.Interval(field.fallback().orElse(Duration.ofMinutes(1)));
  }

  @Override
  public Value moment(Field.Moment field) {
    return new Value.Text(
        field
            .fallback()
            .orElse(
                switch (field.kind()) {
                  case DATE -> "2026-01-01";
                  case TIME -> "12:00:00";
                  case DATE_TIME -> "2026-01-01T12:00:00";
                }));
  }

  @Override
  public Value structure(Field.Structure field) {
    return new Value.Opaque("{}");
  }

  @Override
  public Value constant(Field.Constant field) {
    return new Value.Text(field.value());
  }

  @Override
  public Value section(Field.Section field) {
    return new Value.Nested(of(field.fields()));
  }
}
