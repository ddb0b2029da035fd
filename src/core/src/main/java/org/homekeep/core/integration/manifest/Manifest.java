package org.homekeep.core.integration.manifest;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an integration says about itself, checked (framework.md §6.1).
 *
 * @param version of a custom integration; the others have Homekeep's
 * @param type {@code hub} when the manifest has none
 * @param configFlow whether people can add it
 * @param singleConfigEntry whether it can be added once only
 * @param dependencies domains that must be set up first
 * @param afterDependencies domains that are waited for when they are there
 * @param requirements Maven coordinates of the libraries that it brings along. The hub installs
 *     nothing: a jar, or the directory that it lies in, holds its libraries
 * @param loggers names of the loggers of those libraries
 * @param disabled why it must not be set up
 * @param matchers discovery key → its matchers, as JSON. The hub discovers nothing and keeps them
 *     for clients
 * @param json the manifest as it was written
 */
public record Manifest(
    String domain,
    String name,
    Optional<String> version,
    String documentation,
    Optional<String> issueTracker,
    List<String> codeowners,
    IntegrationType type,
    Optional<IotClass> iotClass,
    Optional<QualityScale> qualityScale,
    boolean configFlow,
    boolean singleConfigEntry,
    List<String> dependencies,
    List<String> afterDependencies,
    List<String> requirements,
    List<String> loggers,
    Optional<String> disabled,
    Map<String, String> matchers,
    String json) {

  public Manifest {
    codeowners = List.copyOf(codeowners);
    dependencies = List.copyOf(dependencies);
    afterDependencies = List.copyOf(afterDependencies);
    requirements = List.copyOf(requirements);
    loggers = List.copyOf(loggers);
    matchers = Map.copyOf(matchers);
  }

  /** The type as it is on the wire. */
  public String integrationType() {
    return type.wireName();
  }

  /**
   * The manifest as clients get it, with what the loader adds. The quality scale of a custom
   * integration is {@code custom}, whatever it claims: nobody looked at it.
   */
  public JsonObject wire(Origin origin, boolean overwritesBuiltIn) {
    JsonObject wire =
        new JsonObject(json)
            .put("is_built_in", origin == Origin.BUILT_IN)
            .put("overwrites_built_in", overwritesBuiltIn);
    return origin == Origin.CUSTOM
        ? wire.put("quality_scale", QualityScale.CUSTOM.wireName())
        : wire;
  }
}
