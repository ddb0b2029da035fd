package org.homekeep.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.homekeep.core.bus.EventContext;
import org.junit.jupiter.api.Test;

/**
 * framework.md §1.6: the context of a state, of which the hub's own entities show one form only.
 */
class CompressedStateTest {
  private static final EventContext PLAIN = EventContext.of("A");
  private static final EventContext OF_A_USER =
      new EventContext("B", Optional.empty(), Optional.of("u"));
  private static final EventContext OF_A_PARENT =
      new EventContext("C", Optional.of("A"), Optional.empty());

  private static EntityState state(EventContext context) {
    return new EntityState(
        "test", "sensor.a", "on", new JsonObject(), Instant.EPOCH, Instant.EPOCH, context);
  }

  private static Object whole(EventContext context) {
    return CompressedState.added(List.of(state(context)))
        .getJsonObject("a")
        .getJsonObject("sensor.a")
        .getValue("c");
  }

  private static JsonObject change(EventContext before, EventContext after) {
    return CompressedState.changed(state(before), state(after))
        .getJsonObject("c")
        .getJsonObject("sensor.a")
        .getJsonObject("+");
  }

  @Test
  void the_context_is_its_id_when_parent_and_user_are_null() {
    assertThat(whole(PLAIN)).isEqualTo("A");
  }

  @Test
  void otherwise_the_context_is_an_object() {
    assertThat(whole(OF_A_USER))
        .isEqualTo(new JsonObject().put("id", "B").putNull("parent_id").put("user_id", "u"));
    assertThat(whole(OF_A_PARENT))
        .isEqualTo(new JsonObject().put("id", "C").put("parent_id", "A").putNull("user_id"));
  }

  @Test
  void a_change_names_another_context_of_the_same_kind_by_its_id() {
    assertThat(change(PLAIN, EventContext.of("D"))).isEqualTo(new JsonObject().put("c", "D"));
  }

  @Test
  void a_change_of_user_or_parent_is_an_object() {
    assertThat(change(PLAIN, OF_A_USER).getJsonObject("c").getString("user_id")).isEqualTo("u");
    assertThat(change(OF_A_USER, PLAIN).getJsonObject("c").getValue("user_id")).isNull();
  }

  @Test
  void the_same_context_is_not_in_a_change() {
    assertThat(change(PLAIN, PLAIN)).isEmpty();
  }
}
