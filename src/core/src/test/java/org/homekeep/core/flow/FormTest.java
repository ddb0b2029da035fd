package org.homekeep.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.Secret;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.MomentKind;
import org.homekeep.api.schema.SelectStyle;
import org.homekeep.api.schema.TextStyle;
import org.homekeep.api.schema.TextStyle.Kind;
import org.homekeep.api.schema.TextStyle.Letters;
import org.homekeep.api.schema.Value;
import org.homekeep.api.schema.Values;
import org.junit.jupiter.api.Test;

/** The rows of framework.md §4.2 and §4.3: every kind of field, out and in. */
class FormTest {
  private static final FormSchema ALL =
      FormSchema.of(
          Field.Text.required("text"),
          Field.Text.optional("optional", "x"),
          Field.Hidden.visible("key_id"),
          Field.Hidden.password("password"),
          new Field.Numeric(
              "count",
              true,
              true,
              Optional.of(BigDecimal.ONE),
              Optional.of(BigDecimal.TEN),
              Optional.empty(),
              Optional.of(new BigDecimal(3)),
              Optional.empty()),
          new Field.Numeric(
              "rate",
              false,
              false,
              Optional.of(BigDecimal.ZERO),
              Optional.empty(),
              Optional.of("MB/s"),
              Optional.empty(),
              Optional.of(new BigDecimal("1.5"))),
          new Field.Flag("flag", false, Optional.of(true), Optional.empty()),
          select("one", false),
          select("some", true),
          new Field.Section("more", true, FormSchema.of(Field.Text.required("inner"))));

  private static Field.Select select(String name, boolean multiple) {
    return new Field.Select(
        name,
        false,
        List.of(new Field.Option("a", "A"), new Field.Option("b", "B")),
        multiple,
        Optional.of("letters"),
        Optional.of("a"),
        List.of());
  }

  @Test
  void every_kind_of_field_has_its_form_on_the_wire() {
    assertThat(new JsonArray(FormWriter.write(ALL, Set.of()).encode()))
        .isEqualTo(
            new JsonArray(
                """
                [{"name":"text","required":true,"type":"string"},
                 {"name":"optional","required":false,"optional":true,"type":"string","default":"x"},
                 {"name":"key_id","required":true,"type":"string"},
                 {"name":"password","required":true,"selector":
                   {"text":{"type":"password","multiline":false,"multiple":false}}},
                 {"name":"count","required":true,"type":"integer","valueMin":1,"valueMax":10,
                  "default":3},
                 {"name":"rate","required":false,"optional":true,"selector":
                   {"number":{"mode":"box","unit_of_measurement":"MB/s","step":"any","min":0}},
                  "description":{"suggested_value":1.5}},
                 {"name":"flag","required":false,"optional":true,"type":"boolean","default":true},
                 {"name":"one","required":false,"optional":true,"selector":{"select":{
                   "options":[{"value":"a","label":"A"},{"value":"b","label":"B"}],
                   "multiple":false,"custom_value":false,"mode":"dropdown","sort":false,
                   "translation_key":"letters"}},"default":"a"},
                 {"name":"some","required":false,"optional":true,"selector":{"select":{
                   "options":[{"value":"a","label":"A"},{"value":"b","label":"B"}],
                   "multiple":true,"custom_value":false,"mode":"dropdown","sort":false,
                   "translation_key":"letters"}},"default":["a"]},
                 {"name":"more","required":true,"type":"expandable",
                  "schema":[{"name":"inner","required":true,"type":"string"}],"expanded":true}]
                """));
  }

  @Test
  void values_get_their_types_and_what_is_absent_its_fallback() {
    Values values =
        accepted(
            """
            {"text":"t","key_id":"k","password":"p","count":5,"rate":2.25,"some":["b","a","b"],
             "more":{"inner":"i"}}
            """);

    assertThat(values.text("text")).isEqualTo("t");
    assertThat(values.text("optional")).isEqualTo("x");
    assertThat(values.secret("key_id")).isEqualTo(Secret.of("k"));
    assertThat(values.secret("password")).isEqualTo(Secret.of("p"));
    assertThat(values.number("count")).isEqualByComparingTo("5");
    assertThat(values.number("rate")).isEqualByComparingTo("2.25");
    assertThat(values.flag("flag")).isTrue();
    assertThat(values.text("one")).isEqualTo("a");
    assertThat(values.texts("some")).containsExactly("b", "a");
    assertThat(values.section("more").text("inner")).isEqualTo("i");
  }

  @Test
  void a_fallback_stands_in_for_a_required_field_and_a_suggestion_never_does() {
    Values values =
        accepted(
            """
            {"text":"t","key_id":"k","password":"p","more":{"inner":"i"}}
            """);

    assertThat(values.number("count")).isEqualByComparingTo("3");
    assertThat(values.find("rate")).isEmpty();
  }

  @Test
  void every_kind_of_field_refuses_what_it_is_not() {
    JsonObject errors =
        refused(
            """
            {"text":1,"optional":[],"key_id":{},"password":true,"count":1.5,"rate":"fast",
             "flag":"yes","one":"c","some":"a","more":[]}
            """);

    assertThat(errors.fieldNames())
        .containsExactlyInAnyOrder(
            "text",
            "optional",
            "key_id",
            "password",
            "count",
            "rate",
            "flag",
            "one",
            "some",
            "more");
  }

  @Test
  void bounds_are_inclusive() {
    String form =
        "{\"text\":\"t\",\"key_id\":\"k\",\"password\":\"p\",\"more\":{\"inner\":\"i\"},\"count\":%s}";

    assertThat(accepted(form.formatted("1")).number("count")).isEqualByComparingTo("1");
    assertThat(accepted(form.formatted("10.0")).number("count")).isEqualByComparingTo("10");
    assertThat(refused(form.formatted("0")).getString("count"))
        .isEqualTo("value must be at least 1");
    assertThat(refused(form.formatted("11")).getString("count"))
        .isEqualTo("value must be at most 10");
  }

  private static final FormSchema MORE =
      FormSchema.of(
          Field.Text.required("name").styled(TextStyle.PLAIN.between(2, 5).in(Letters.UPPER)),
          Field.Text.required("notes").styled(TextStyle.of(Kind.LINES)),
          Field.Text.required("address")
              .styled(TextStyle.of(Kind.URL).framed(Optional.of("to"), Optional.of("!"))),
          Field.Text.required("mail").styled(TextStyle.of(Kind.EMAIL).filledWith("email")),
          new Field.TextList("hosts", false, List.of("a"), List.of("b", "c")),
          new Field.Interval("every", false, Optional.of(Duration.ofHours(25)), Optional.empty()),
          new Field.Moment(
              "day", false, MomentKind.DATE, Optional.empty(), Optional.of("2026-01-31")),
          new Field.Moment("at", false, MomentKind.TIME, Optional.of("04:00:00"), Optional.empty()),
          new Field.Moment(
              "since", false, MomentKind.DATE_TIME, Optional.empty(), Optional.empty()),
          new Field.Structure("extra", false, Optional.of(new Value.Opaque("{\"a\":1}"))),
          new Field.Constant("about", "This cannot be changed."),
          new Field.Select(
              "size",
              false,
              List.of(new Field.Option("s", "Small")),
              false,
              Optional.empty(),
              Optional.empty(),
              List.of(),
              new SelectStyle(SelectStyle.Mode.LIST, true, true)));

  @Test
  void texts_lists_times_structures_and_constants_have_their_forms_on_the_wire() {
    assertThat(new JsonArray(FormWriter.write(MORE, Set.of()).encode()))
        .isEqualTo(
            new JsonArray(
                """
                [{"name":"name","required":true,"type":"string","lengthMin":2,"lengthMax":5,
                  "upper":true},
                 {"name":"notes","required":true,"selector":
                   {"text":{"type":"text","multiline":true,"multiple":false}}},
                 {"name":"address","required":true,"selector":{"text":{"type":"url",
                   "multiline":false,"multiple":false,"prefix":"to","suffix":"!"}}},
                 {"name":"mail","required":true,"selector":{"text":{"type":"email",
                   "multiline":false,"multiple":false,"autocomplete":"email"}}},
                 {"name":"hosts","required":false,"optional":true,"selector":
                   {"text":{"type":"text","multiline":false,"multiple":true}},
                  "default":["a"],"description":{"suggested_value":["b","c"]}},
                 {"name":"every","required":false,"optional":true,"selector":
                   {"duration":{"enable_day":true,"enable_millisecond":false}},
                  "default":{"days":1,"hours":1,"minutes":0,"seconds":0}},
                 {"name":"day","required":false,"optional":true,"selector":{"date":{}},
                  "description":{"suggested_value":"2026-01-31"}},
                 {"name":"at","required":false,"optional":true,"selector":{"time":{}},
                  "default":"04:00:00"},
                 {"name":"since","required":false,"optional":true,"selector":{"datetime":{}}},
                 {"name":"extra","required":false,"optional":true,"selector":{"object":{}},
                  "description":{"suggested_value":{"a":1}}},
                 {"name":"about","required":false,"optional":true,"type":"constant",
                  "value":"This cannot be changed."},
                 {"name":"size","required":false,"optional":true,"selector":{"select":{
                   "options":[{"value":"s","label":"Small"}],"multiple":false,
                   "custom_value":true,"mode":"list","sort":true}}}]
                """));
  }

  private static JsonObject more() {
    return new JsonObject(
        """
        {"name":"abc","notes":"a\\nb","address":"https://h.test/x","mail":"a@b.test"}
        """);
  }

  @Test
  void texts_lists_times_structures_and_constants_get_their_types() {
    Values values =
        accepted(
            MORE,
            more()
                .put("hosts", new JsonArray().add("x").add("y"))
                .put("every", new JsonObject().put("minutes", 90))
                .put("since", "2026-01-31 23:59:59")
                .put("extra", new JsonObject().put("deep", new JsonArray().add(1)))
                .put("size", "my own"));

    assertThat(values.text("name")).isEqualTo("ABC");
    assertThat(values.texts("hosts")).containsExactly("x", "y");
    assertThat(values.interval("every")).isEqualTo(Duration.ofMinutes(90));
    assertThat(values.text("at")).isEqualTo("04:00:00");
    assertThat(values.text("since")).isEqualTo("2026-01-31 23:59:59");
    assertThat(values.find("extra")).contains(new Value.Opaque("{\"deep\":[1]}"));
    assertThat(values.text("about")).isEqualTo("This cannot be changed.");
    assertThat(values.text("size")).isEqualTo("my own");
  }

  @Test
  void texts_lists_times_structures_and_constants_refuse_what_they_are_not() {
    JsonObject errors =
        refused(
            MORE,
            new JsonObject(
                """
                {"name":"toolong","notes":1,"address":"no address","mail":"nobody",
                 "hosts":["x",1],"every":{"weeks":1},"day":"31.1.2026","at":"25:00:00",
                 "since":"yesterday","extra":[],"about":"changed","size":1}
                """));

    assertThat(errors.fieldNames())
        .containsExactlyInAnyOrderElementsOf(MORE.fields().stream().map(Field::name).toList());
    assertThat(refused(MORE, more().put("name", "a")).getString("name"))
        .isEqualTo("length of value must be at least 2");
    assertThat(refused(MORE, more().put("every", new JsonObject().put("hours", -1))).fieldNames())
        .containsExactly("every");
  }

  @Test
  void a_form_can_be_filled_with_values_of_every_kind() {
    Values values =
        accepted(
            MORE, more().put("every", new JsonObject().put("days", 2)).put("day", "2026-02-01"));

    FormSchema filled = MORE.suggesting(values);

    assertThat(
            FormWriter.write(filled, Set.of())
                .getJsonObject(5)
                .getJsonObject("description")
                .encode())
        .isEqualTo("{\"suggested_value\":{\"days\":2,\"hours\":0,\"minutes\":0,\"seconds\":0}}");
    assertThat(
            FormWriter.write(filled, Set.of())
                .getJsonObject(6)
                .getJsonObject("description")
                .encode())
        .isEqualTo("{\"suggested_value\":\"2026-02-01\"}");
  }

  @Test
  void errors_inside_a_section_are_told_at_the_section() {
    JsonObject errors =
        refused(
            """
            {"text":"t","key_id":"k","password":"p","more":{"other":1}}
            """);

    assertThat(errors.fieldNames()).containsExactly("more");
    assertThat(errors.getString("more")).contains("inner").contains("extra keys not allowed");
  }

  @Test
  void unknown_keys_are_a_list_at_base() {
    JsonObject errors =
        refused(
            """
            {"text":"t","key_id":"k","password":"p","more":{"inner":"i"},"x":1,"y":2}
            """);

    assertThat(errors.getJsonArray("base"))
        .isEqualTo(
            new JsonArray()
                .add("extra keys not allowed @ data['x']")
                .add("extra keys not allowed @ data['y']"));
  }

  private static Values accepted(String json) {
    return accepted(ALL, new JsonObject(json));
  }

  private static Values accepted(FormSchema schema, JsonObject json) {
    FormReader.Outcome outcome = FormReader.read(schema, json);
    assertThat(outcome).isInstanceOf(FormReader.Accepted.class);
    return ((FormReader.Accepted) outcome).values();
  }

  private static JsonObject refused(String json) {
    return refused(ALL, new JsonObject(json));
  }

  private static JsonObject refused(FormSchema schema, JsonObject json) {
    FormReader.Outcome outcome = FormReader.read(schema, json);
    assertThat(outcome).isInstanceOf(FormReader.Refused.class);
    return ((FormReader.Refused) outcome).errors();
  }
}
