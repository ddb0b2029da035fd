package org.homekeep.core.service;

import java.util.List;
import org.homekeep.core.auth.Access;
import org.homekeep.core.wire.Shape;
import org.homekeep.core.wire.Shapes;

/**
 * Something that can be done by domain and name; Home Assistant's wire calls it a service
 * (framework.md §1.5).
 *
 * @param title for people, such as {@code Create automatic backup}
 * @param icon of Material Design Icons, such as {@code mdi:cloud-upload}
 */
public record Action(
    String domain,
    String name,
    String title,
    String description,
    String icon,
    Access access,
    List<Field> fields,
    Response response,
    ActionHandler handler) {
  public Action {
    fields = List.copyOf(fields);
  }

  /** One piece of the data of a call. */
  public record Field(Shapes.Key key, String title, String description) {}

  /** Whether the caller may or must ask for what the action gives back. */
  public enum Response {
    /** It gives nothing back. */
    NONE,
    /** It gives something back when it is asked to. */
    OPTIONAL,
    /** It makes no sense without what it gives back. */
    ONLY
  }

  /** What the data of a call must look like. */
  Shape shape() {
    return Shapes.object(fields.stream().map(Field::key).toArray(Shapes.Key[]::new));
  }
}
