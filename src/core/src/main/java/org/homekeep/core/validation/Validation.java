package org.homekeep.core.validation;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.homekeep.api.Integration;
import org.homekeep.core.integration.Declared;
import org.homekeep.core.integration.custom.LoadException;
import org.homekeep.core.integration.manifest.InvalidManifestException;
import org.homekeep.core.integration.manifest.Manifest;
import org.homekeep.core.integration.manifest.ManifestReader;
import org.homekeep.core.integration.manifest.ManifestRules;
import org.homekeep.core.integration.manifest.Origin;
import org.homekeep.core.integration.manifest.Problem;
import org.homekeep.core.translation.TranslationRules;
import org.homekeep.core.wire.JsonText;

/** Looks at one integration and collects all that is to be mended. Blocking. */
public final class Validation {
  private static final String ENGLISH = "en";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Set<String> builtIn;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param builtIn the domains that are part of Homekeep
   */
  public Validation(Set<String> builtIn) {
    this.builtIn = Set.copyOf(builtIn);
  }

  /** Everything that is to be mended in an integration whose code could be made. */
  public List<Problem> check(Integration integration, Origin origin) throws IOException {
    IntegrationFiles files = IntegrationFiles.beside(integration.getClass());
    Optional<Manifest> manifest = manifest(files, origin);
    Optional<JsonObject> english = texts(files);
    Optional<Declared> declared = declared(integration);
    if (manifest.isPresent() && english.isPresent() && declared.isPresent()) {
      code(manifest.get(), declared.get());
      List<ShownForms.Form> forms = ShownForms.of(declared.get(), PATIENCE, this::started);
      problems.addAll(EmittedKeys.check(declared.get(), forms, english.get()));
      helper(manifest.get(), english.get());
      problems.addAll(
          QualityCheck.check(manifest.get(), declared.get(), english.get(), files.quality()));
    }
    return List.copyOf(problems);
  }

  /** What is wrong with the files of an integration whose code could not be made. */
  List<Problem> checkFiles(IntegrationFiles files, Origin origin) {
    manifest(files, origin);
    texts(files);
    return List.copyOf(problems);
  }

  private Optional<Manifest> manifest(IntegrationFiles files, Origin origin) {
    if (files.manifest().isEmpty()) {
      problems.add(Problem.refused("manifest.json", "there is no manifest.json beside the class."));
      return Optional.empty();
    }
    String text = files.manifest().get();
    try {
      JsonObject json = ManifestReader.parse("manifest.json", text);
      problems.addAll(
          ManifestRules.check(json, origin).stream()
              .map(found -> new Problem(found.weight(), "manifest.json", found.sentence()))
              .toList());
      if (origin == Origin.CUSTOM && builtIn.contains(json.getString("domain", ""))) {
        problems.add(
            Problem.advice(
                "manifest.json",
                "'%s' is the domain of an integration that is part of Homekeep, whose place yours takes."
                    .formatted(json.getString("domain"))));
      }
      return Optional.of(ManifestReader.read("manifest.json", text, origin));
    } catch (InvalidManifestException invalid) {
      if (problems.isEmpty()) {
        problems.add(Problem.refused("manifest.json", String.valueOf(invalid.getMessage())));
      }
      return Optional.empty();
    } catch (ClassCastException wrongType) {
      return Optional.empty();
    }
  }

  private Optional<JsonObject> texts(IntegrationFiles files) {
    Optional<JsonObject> english = json(files, ENGLISH);
    if (!files.languages().containsKey(ENGLISH)) {
      problems.add(Problem.fault("translations/en.json", "there is no such file. Write it."));
    }
    english.ifPresent(
        texts -> {
          problems.addAll(TranslationRules.english(texts));
          files.languages().keySet().stream()
              .filter(language -> !language.equals(ENGLISH))
              .sorted()
              .forEach(
                  language ->
                      json(files, language)
                          .ifPresent(
                              other ->
                                  problems.addAll(TranslationRules.other(language, other, texts))));
        });
    return english;
  }

  private Optional<JsonObject> json(IntegrationFiles files, String language) {
    try {
      return Optional.ofNullable(files.languages().get(language)).map(JsonObject::new);
    } catch (DecodeException malformed) {
      problems.add(
          Problem.fault(
              "translations/%s.json".formatted(language),
              "it is no JSON object: %s.".formatted(JsonText.fault(malformed))));
      return Optional.empty();
    }
  }

  private Optional<Declared> declared(Integration integration) {
    return inTime(
        "it cannot say what it declares", () -> Declared.by(integration, new DeveloperContext()));
  }

  private void code(Manifest manifest, Declared declared) {
    if (manifest.configFlow() != declared.configFlow().isPresent()) {
      problems.add(
          Problem.fault(
              "manifest.json",
              manifest.configFlow()
                  ? "'config_flow' is true, and the code has no flow."
                  : "the code has a flow, and 'config_flow' is not true, so that nobody can use it."));
    }
  }

  /** Adding it must show a form; what a made-up entry leads to may be anything. */
  private <T> Optional<T> started(boolean mustSucceed, Callable<T> code) {
    List<Problem> before = List.copyOf(problems);
    Optional<T> answer = inTime("its flow cannot be started", code);
    if (!mustSucceed) {
      problems.clear();
      problems.addAll(before);
    }
    return answer;
  }

  private void helper(Manifest manifest, JsonObject english) {
    boolean described =
        english
            .getJsonObject("config", new JsonObject())
            .getJsonObject("step", new JsonObject())
            .getJsonObject("user", new JsonObject())
            .containsKey("description");
    if (manifest.integrationType().equals("helper") && !described) {
      problems.add(
          Problem.fault(
              "translations/en.json",
              "'config.step.user.description' is missing, which a helper needs."));
    }
  }

  /** The code of an integration may throw anything, or never come to an end. */
  private <T> Optional<T> inTime(String what, Callable<T> code) {
    FutureTask<T> task = new FutureTask<>(code);
    Thread thread = new Thread(task, "validation");
    thread.setDaemon(true);
    thread.start();
    try {
      return Optional.of(task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException thrown) {
      problems.add(
          Problem.fault(
              "code", "%s. %s".formatted(what, LoadException.of(thrown).failure().detail())));
    } catch (TimeoutException late) {
      task.cancel(true);
      problems.add(
          Problem.fault("code", "%s within %d seconds.".formatted(what, PATIENCE.toSeconds())));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }
}
