package org.homekeep.core.integration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.homekeep.api.ApiVersion;
import org.homekeep.api.Integration;
import org.homekeep.api.Tunable;
import org.homekeep.core.integration.custom.CustomIntegrations;
import org.homekeep.core.integration.custom.IntegrationPackage;
import org.homekeep.core.integration.custom.LoadException;
import org.homekeep.core.integration.custom.LoadFailure;
import org.homekeep.core.integration.manifest.InvalidManifestException;
import org.homekeep.core.integration.manifest.Manifest;
import org.homekeep.core.integration.manifest.ManifestReader;
import org.homekeep.core.integration.manifest.Origin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All integrations that are installed. Needs nothing that runs, so that settings can be checked
 * before anything is started.
 *
 * <p>One that is broken is logged and left out; the others and the hub do not notice.
 */
public final class IntegrationCatalog {
  private static final Logger LOG = LoggerFactory.getLogger(IntegrationCatalog.class);

  /** A service file that is broken in so many places is not worth more lines in the log. */
  private static final int MOST_BROKEN_PROVIDERS = 100;

  private final Map<String, InstalledIntegration> byDomain = new LinkedHashMap<>();
  private final List<BrokenIntegration> broken = new ArrayList<>();
  private final List<IntegrationPackage> packages = new ArrayList<>();

  private IntegrationCatalog() {}

  /**
   * Finds what was given, what a class loader offers as services, and the custom ones, which take
   * the place of others. Blocking.
   *
   * @param config the hub's configuration directory
   */
  public static IntegrationCatalog discover(
      ClassLoader loader, Path config, IntegrationSources sources) {
    IntegrationCatalog catalog = of(sources.given());
    catalog.findServices(loader);
    sources
        .customIn(config)
        .ifPresent(
            directory ->
                catalog.add(new CustomIntegrations(loader, sources.patience()).load(directory)));
    return catalog;
  }

  /** Finds the integrations that a class loader offers as services. Blocking. */
  public static IntegrationCatalog discover(ClassLoader loader) {
    IntegrationCatalog catalog = new IntegrationCatalog();
    catalog.findServices(loader);
    return catalog;
  }

  /** The given integrations. Blocking: it reads their manifests. */
  public static IntegrationCatalog of(Collection<? extends Integration> integrations) {
    IntegrationCatalog catalog = new IntegrationCatalog();
    integrations.forEach(catalog::admit);
    return catalog;
  }

  private void findServices(ClassLoader loader) {
    Iterator<Integration> providers = ServiceLoader.load(Integration.class, loader).iterator();
    while (broken.size() < MOST_BROKEN_PROVIDERS) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        admit(providers.next());
      } catch (ServiceConfigurationError | LinkageError unusable) {
        leaveOut("a provider of " + Integration.class.getName(), unusable);
      }
    }
  }

  private void admit(Integration integration) {
    String source = integration.getClass().getName();
    try {
      Manifest manifest =
          ManifestReader.read(
              source, IntegrationPackage.manifestText(integration.getClass()), Origin.BUILT_IN);
      if (!manifest.domain().equals(integration.domain())) {
        throw new InvalidManifestException(
            source,
            List.of(
                "its domain is '%s', but the code says '%s'."
                    .formatted(manifest.domain(), integration.domain())));
      }
      if (byDomain.containsKey(manifest.domain())) {
        throw new LoadException(
            LoadFailure.Kind.DOMAIN_TAKEN,
            "%s: the domain '%s' is taken.".formatted(source, manifest.domain()));
      }
      byDomain.put(
          manifest.domain(),
          new InstalledIntegration(
              manifest, integration, integration.tunables(), Origin.BUILT_IN, false));
    } catch (InvalidManifestException
        | LoadException
        | IOException
        | RuntimeException
        | LinkageError unusable) {
      leaveOut(source, unusable);
    }
  }

  private void add(CustomIntegrations.Result custom) {
    custom.broken().forEach(found -> leaveOut(found.name(), found.failure()));
    custom.loaded().forEach(this::addCustom);
  }

  private void addCustom(IntegrationPackage found) {
    String domain = found.manifest().domain();
    Optional<InstalledIntegration> before = find(domain);
    if (before.filter(other -> other.origin() == Origin.CUSTOM).isPresent()) {
      found.close();
      leaveOut(
          found.name(),
          new LoadFailure(
              LoadFailure.Kind.DOMAIN_TAKEN,
              "Another one in the directory has the domain '%s', too.".formatted(domain)));
      return;
    }
    packages.add(found);
    byDomain.put(
        domain,
        new InstalledIntegration(
            found.manifest(),
            found.integration(),
            found.tunables(),
            Origin.CUSTOM,
            before.isPresent()));
    LOG.atWarn()
        .addKeyValue("integration", domain)
        .addKeyValue("version", found.manifest().version().orElse(""))
        .addKeyValue("file", found.name())
        .log(
            "A custom integration is used, which nobody of Homekeep has tested. If there is trouble, take it away first");
    if (before.isPresent()) {
      LOG.atWarn()
          .addKeyValue("integration", domain)
          .log("A custom integration takes the place of the one that is part of Homekeep");
    }
    if (found.builtFor().filter(built -> built.minor() <= ApiVersion.CURRENT.minor()).isEmpty()) {
      LOG.atWarn()
          .addKeyValue("integration", domain)
          .addKeyValue("built_for", found.builtFor().map(ApiVersion::toString).orElse("unknown"))
          .addKeyValue("version", ApiVersion.CURRENT)
          .log("A custom integration may need a newer Homekeep");
    }
  }

  private void leaveOut(String source, Throwable why) {
    LoadFailure failure = LoadException.of(why).failure();
    broken.add(new BrokenIntegration(source, failure));
    LOG.atError()
        .addKeyValue("integration", source)
        .setCause(why)
        .log("An integration is broken and was left out");
  }

  private void leaveOut(String source, LoadFailure failure) {
    broken.add(new BrokenIntegration(source, failure));
    LOG.atError()
        .addKeyValue("integration", source)
        .addKeyValue("reason", failure.detail())
        .log("A custom integration is not used");
  }

  /** All integrations, in the order in which they were found. */
  public List<InstalledIntegration> all() {
    return List.copyOf(byDomain.values());
  }

  /** The integration of a domain. */
  public Optional<InstalledIntegration> find(String domain) {
    return Optional.ofNullable(byDomain.get(domain));
  }

  /** What was found and left out. */
  public List<BrokenIntegration> broken() {
    return List.copyOf(broken);
  }

  /** Domain → its tunables, for {@code Settings.resolve}. */
  public Map<String, List<Tunable<?>>> tunables() {
    Map<String, List<Tunable<?>>> all = new LinkedHashMap<>();
    byDomain.forEach((domain, installed) -> all.put(domain, installed.tunables()));
    return all;
  }

  /** Closes the files of the custom integrations, whose code must not run any more. Blocking. */
  public void close() {
    packages.forEach(IntegrationPackage::close);
  }
}
