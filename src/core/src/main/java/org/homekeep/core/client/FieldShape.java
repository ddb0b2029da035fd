package org.homekeep.core.client;

import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.Shapes;

/**
 * The shape of a field on the wire, as far as clients are told of it; the form knows bounds and
 * styles as well.
 */
final class FieldShape implements Field.Fold<Shape> {

  /** The keys of an object with these fields. */
  static Shapes.Key[] keys(FormSchema schema) {
    return schema.fields().stream().map(FieldShape::key).toArray(Shapes.Key[]::new);
  }

  private static Shapes.Key key(Field field) {
    return new Shapes.Key(field.name(), field.required(), field.fold(new FieldShape()));
  }

  @Override
  public Shape text(Field.Text field) {
    return Shapes.string();
  }

  @Override
  public Shape textList(Field.TextList field) {
    return Shapes.listOf(Shapes.string());
  }

  @Override
  public Shape hidden(Field.Hidden field) {
    return Shapes.string();
  }

  @Override
  public Shape number(Field.Numeric field) {
    return Shapes.anything();
  }

  @Override
  public Shape flag(Field.Flag field) {
    return Shapes.bool();
  }

  @Override
  public Shape select(Field.Select field) {
    Shape option =
        field.style().ownValues()
            ? Shapes.string()
            : Shapes.oneOf(
                field.options().stream().map(Field.Option::value).toArray(String[]::new));
    return field.multiple() ? Shapes.listOf(option) : option;
  }

  @Override
  public Shape interval(Field.Interval field) {
    return Shapes.mapOf(Shapes.anything());
  }

  @Override
  public Shape moment(Field.Moment field) {
    return Shapes.string();
  }

  @Override
  public Shape structure(Field.Structure field) {
    return Shapes.mapOf(Shapes.anything());
  }

  @Override
  public Shape constant(Field.Constant field) {
    return Shapes.oneOf(field.value());
  }

  @Override
  public Shape section(Field.Section field) {
    return Shapes.object(keys(field.fields()));
  }
}
