package org.homekeep.core.integration.manifest;

import java.util.Map;

/** The forms of the discovery keys of a manifest (framework.md §6.1, matcher forms). */
final class MatcherForms {
  /** Discovery key → the form of its value. */
  static final Map<String, ValueRule> ALL =
      Map.of(
          "bluetooth", list("bluetooth", bluetooth()),
          "zeroconf", list("zeroconf", ValueRule.either(service(), zeroconf())),
          "ssdp",
              list(
                  "ssdp",
                  ValueRule.mapOf(
                      "an object whose values are texts, all of which must fit", ValueRule.TEXT)),
          "homekit",
              ValueRule.objectOf(
                  Map.of("models", ValueRule.listOf("a list of models", ValueRule.TEXT))),
          "mqtt", list("mqtt", ValueRule.TEXT),
          "dhcp", list("dhcp", dhcp()),
          "usb", list("usb", usb()));

  private MatcherForms() {}

  private static ValueRule list(String key, ValueRule matcher) {
    return ValueRule.listOf(
        "a list of %s matchers, each %s".formatted(key, matcher.words()), matcher);
  }

  private static ValueRule service() {
    return ValueRule.pattern(
        "a service such as _http._tcp.local.", "_[a-z0-9_-]+\\._(tcp|udp)\\.local\\.");
  }

  private static ValueRule zeroconf() {
    return new ValueRule(
        "an object with type, and maybe name and properties in lower case",
        value ->
            value instanceof io.vertx.core.json.JsonObject object
                && object.containsKey("type")
                && ValueRule.objectOf(
                        Map.of(
                            "type", service(),
                            "name", ValueRule.LOWER_CASE,
                            "properties",
                                ValueRule.mapOf("texts in lower case", ValueRule.LOWER_CASE)))
                    .accepts(value));
  }

  private static ValueRule dhcp() {
    return ValueRule.objectOf(
        Map.of(
            "hostname", ValueRule.LOWER_CASE,
            "macaddress",
                ValueRule.pattern("the begin of an address in capitals", "[0-9A-F*?\\[\\]]+"),
            "registered_devices", ValueRule.FLAG));
  }

  private static ValueRule usb() {
    ValueRule id = ValueRule.pattern("four hex digits in capitals", "[0-9A-F]{4}");
    return ValueRule.objectOf(
        Map.of(
            "vid", id,
            "pid", id,
            "serial_number", ValueRule.LOWER_CASE,
            "manufacturer", ValueRule.LOWER_CASE,
            "description", ValueRule.LOWER_CASE));
  }

  private static ValueRule bluetooth() {
    ValueRule uuid =
        ValueRule.pattern(
            "a UUID in lower case", "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    return ValueRule.objectOf(
        Map.of(
            "local_name",
            ValueRule.TEXT,
            "service_uuid",
            uuid,
            "service_data_uuid",
            uuid,
            "manufacturer_id",
            ValueRule.wholeNumber(0xFFFF),
            "manufacturer_data_start",
            ValueRule.listOf("a list of bytes", ValueRule.wholeNumber(0xFF)),
            "connectable",
            ValueRule.FLAG));
  }
}
