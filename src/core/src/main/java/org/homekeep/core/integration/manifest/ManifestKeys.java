package org.homekeep.core.integration.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key that a manifest may have, and the form of its value (framework.md §6.1). */
final class ManifestKeys {
  /** Without these there is no integration. */
  static final List<String> REQUIRED = List.of("domain", "name", "codeowners", "documentation");

  /** Key → form. */
  static final Map<String, ValueRule> FORMS = forms();

  private ManifestKeys() {}

  private static Map<String, ValueRule> forms() {
    ValueRule domain =
        ValueRule.pattern(
            "lower case letters, digits and single underscores", "[a-z0-9]+(_[a-z0-9]+)*");
    ValueRule domains = ValueRule.listOf("a list of domains, each once", domain);
    Map<String, ValueRule> forms = new LinkedHashMap<>();
    forms.put("domain", domain);
    forms.put("name", ValueRule.TEXT);
    forms.put("version", version());
    forms.put("documentation", ValueRule.ADDRESS);
    forms.put("issue_tracker", ValueRule.ADDRESS);
    forms.put(
        "codeowners",
        ValueRule.listOf(
            "a list of names such as @someone",
            ValueRule.pattern("a name such as @someone", "@[A-Za-z0-9][A-Za-z0-9/_-]*")));
    forms.put("integration_type", ValueRule.oneOf(IntegrationType.class));
    forms.put("iot_class", ValueRule.oneOf(IotClass.class));
    forms.put("quality_scale", ValueRule.oneOf(QualityScale.class));
    forms.put("config_flow", ValueRule.FLAG);
    forms.put("single_config_entry", ValueRule.FLAG);
    forms.put("import_executor", ValueRule.FLAG);
    forms.put("dependencies", domains);
    forms.put("after_dependencies", domains);
    forms.put(
        "requirements",
        ValueRule.listOf(
            "a list of Maven coordinates such as org.example:library:1.2.0",
            ValueRule.pattern("Maven coordinates", "[\\w.-]+:[\\w.-]+:[\\w.+-]+")));
    forms.put(
        "loggers",
        ValueRule.listOf(
            "a list of names of loggers such as org.example.library",
            ValueRule.pattern("the name of a logger", "[\\w$-]+(\\.[\\w$-]+)*")));
    forms.put("disabled", ValueRule.TEXT);
    forms.put("preview_features", previewFeatures());
    forms.put("supported_by", domain);
    forms.put(
        "iot_standards",
        ValueRule.listOf(
            "a list of homekit, matter, zigbee and zwave",
            ValueRule.oneOf("homekit", "matter", "zigbee", "zwave")));
    forms.putAll(MatcherForms.ALL);
    return Map.copyOf(forms);
  }

  private static ValueRule version() {
    return new ValueRule(
        "a version such as 1.2.0 or 2026.8",
        value -> value instanceof String text && VersionScheme.of(text).isPresent());
  }

  private static ValueRule previewFeatures() {
    return ValueRule.mapOf(
        "an object of features, each with https addresses under feedback_url, learn_more_url or report_issue_url",
        ValueRule.objectOf(
            Map.of(
                "feedback_url", ValueRule.ADDRESS,
                "learn_more_url", ValueRule.ADDRESS,
                "report_issue_url", ValueRule.ADDRESS)));
  }
}
