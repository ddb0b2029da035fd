package org.homekeep.core.integration.manifest;

import java.util.Map;

/** The forms of the discovery keys of a manifest (framework.md §6.1, matcher forms). */
final class MatcherForms {
  /** Discovery key → the form of its value. */
  static final Map<String, Form> ALL =
      Map.of(
          "bluetooth", list("bluetooth", bluetooth()),
          "zeroconf", list("zeroconf", Form.either(service(), zeroconf())),
          "ssdp",
              list(
                  "ssdp",
                  Form.mapOf("an object whose values are texts, all of which must fit", Form.TEXT)),
          "homekit", Form.objectOf(Map.of("models", Form.listOf("a list of models", Form.TEXT))),
          "mqtt", list("mqtt", Form.TEXT),
          "dhcp", list("dhcp", dhcp()),
          "usb", list("usb", usb()));

  private MatcherForms() {}

  private static Form list(String key, Form matcher) {
    return Form.listOf("a list of %s matchers, each %s".formatted(key, matcher.words()), matcher);
  }

  private static Form service() {
    return Form.pattern(
        "a service such as _http._tcp.local.", "_[a-z0-9_-]+\\._(tcp|udp)\\.local\\.");
  }

  private static Form zeroconf() {
    return new Form(
        "an object with type, and maybe name and properties in lower case",
        value ->
            value instanceof io.vertx.core.json.JsonObject object
                && object.containsKey("type")
                && Form.objectOf(
                        Map.of(
                            "type", service(),
                            "name", Form.LOWER_CASE,
                            "properties", Form.mapOf("texts in lower case", Form.LOWER_CASE)))
                    .accepts(value));
  }

  private static Form dhcp() {
    return Form.objectOf(
        Map.of(
            "hostname", Form.LOWER_CASE,
            "macaddress", Form.pattern("the begin of an address in capitals", "[0-9A-F*?\\[\\]]+"),
            "registered_devices", Form.FLAG));
  }

  private static Form usb() {
    Form id = Form.pattern("four hex digits in capitals", "[0-9A-F]{4}");
    return Form.objectOf(
        Map.of(
            "vid", id,
            "pid", id,
            "serial_number", Form.LOWER_CASE,
            "manufacturer", Form.LOWER_CASE,
            "description", Form.LOWER_CASE));
  }

  private static Form bluetooth() {
    Form uuid =
        Form.pattern(
            "a UUID in lower case", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    return Form.objectOf(
        Map.of(
            "local_name",
            Form.TEXT,
            "service_uuid",
            uuid,
            "service_data_uuid",
            uuid,
            "manufacturer_id",
            Form.wholeNumber(0xFFFF),
            "manufacturer_data_start",
            Form.listOf("a list of bytes", Form.wholeNumber(0xFF)),
            "connectable",
            Form.FLAG));
  }
}
