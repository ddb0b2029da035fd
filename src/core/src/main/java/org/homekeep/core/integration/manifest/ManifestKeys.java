package org.homekeep.core.integration.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key that a manifest may have, and the form of its value (framework.md §6.1). */
final class ManifestKeys {
  /** Without these there is no integration. */
  static final List<String> REQUIRED = List.of("domain", "name", "codeowners", "documentation");

  /** Key → form. */
  static final Map<String, Form> FORMS = forms();

  private ManifestKeys() {}

  private static Map<String, Form> forms() {
    Form domain =
        Form.pattern("lower case letters, digits and single underscores", "[a-z0-9]+(_[a-z0-9]+)*");
    Form domains = Form.listOf("a list of domains, each once", domain);
    Map<String, Form> forms = new LinkedHashMap<>();
    forms.put("domain", domain);
    forms.put("name", Form.TEXT);
    forms.put("version", version());
    forms.put("documentation", Form.ADDRESS);
    forms.put("issue_tracker", Form.ADDRESS);
    forms.put(
        "codeowners",
        Form.listOf(
            "a list of names such as @someone",
            Form.pattern("a name such as @someone", "@[A-Za-z0-9][A-Za-z0-9/_-]*")));
    forms.put("integration_type", Form.oneOf(IntegrationType.class));
    forms.put("iot_class", Form.oneOf(IotClass.class));
    forms.put("quality_scale", Form.oneOf(QualityScale.class));
    forms.put("config_flow", Form.FLAG);
    forms.put("single_config_entry", Form.FLAG);
    forms.put("import_executor", Form.FLAG);
    forms.put("dependencies", domains);
    forms.put("after_dependencies", domains);
    forms.put(
        "requirements",
        Form.listOf(
            "a list of Maven coordinates such as org.example:library:1.2.0",
            Form.pattern("Maven coordinates", "[\\w.-]+:[\\w.-]+:[\\w.+-]+")));
    forms.put(
        "loggers",
        Form.listOf(
            "a list of names of loggers such as org.example.library",
            Form.pattern("the name of a logger", "[\\w$-]+(\\.[\\w$-]+)*")));
    forms.put("disabled", Form.TEXT);
    forms.put("preview_features", previewFeatures());
    forms.put("supported_by", domain);
    forms.put(
        "iot_standards",
        Form.listOf(
            "a list of homekit, matter, zigbee and zwave",
            Form.oneOf("homekit", "matter", "zigbee", "zwave")));
    forms.putAll(MatcherForms.ALL);
    return Map.copyOf(forms);
  }

  private static Form version() {
    return new Form(
        "a version such as 1.2.0 or 2026.8",
        value -> value instanceof String text && VersionScheme.of(text).isPresent());
  }

  private static Form previewFeatures() {
    return Form.mapOf(
        "an object of features, each with https addresses under feedback_url, learn_more_url or report_issue_url",
        Form.objectOf(
            Map.of(
                "feedback_url", Form.ADDRESS,
                "learn_more_url", Form.ADDRESS,
                "report_issue_url", Form.ADDRESS)));
  }
}
