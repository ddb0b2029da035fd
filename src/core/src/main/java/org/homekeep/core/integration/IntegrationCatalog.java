package org.homekeep.core.integration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.homekeep.api.Integration;
import org.homekeep.api.Tunable;
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
  private static final String MANIFEST = "manifest.json";
  private static final int LARGEST_MANIFEST = 64 * 1024;

  /** A service file that is broken in so many places is not worth more lines in the log. */
  private static final int MOST_BROKEN_PROVIDERS = 100;

  private final Map<String, InstalledIntegration> byDomain = new LinkedHashMap<>();
  private final List<BrokenIntegration> broken = new ArrayList<>();

  private IntegrationCatalog() {}

  /** Finds the integrations that a class loader offers as services. Blocking. */
  public static IntegrationCatalog discover(ClassLoader loader) {
    return discover(loader, IntegrationSources.standard());
  }

  /** Finds what was given, and then what a class loader offers as services. Blocking. */
  public static IntegrationCatalog discover(ClassLoader loader, IntegrationSources sources) {
    IntegrationCatalog catalog = of(sources.given());
    Iterator<Integration> providers = ServiceLoader.load(Integration.class, loader).iterator();
    while (catalog.broken.size() < MOST_BROKEN_PROVIDERS) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        catalog.admit(providers.next());
      } catch (ServiceConfigurationError | LinkageError unusable) {
        catalog.leaveOut("a provider of " + Integration.class.getName(), unusable);
      }
    }
    return catalog;
  }

  /** The given integrations. Blocking: it reads their manifests. */
  public static IntegrationCatalog of(Collection<? extends Integration> integrations) {
    IntegrationCatalog catalog = new IntegrationCatalog();
    integrations.forEach(catalog::admit);
    return catalog;
  }

  private void admit(Integration integration) {
    String source = integration.getClass().getName();
    try {
      Manifest manifest = ManifestReader.read(source, manifestOf(integration));
      if (!manifest.domain().equals(integration.domain())) {
        throw new InvalidManifestException(
            source,
            List.of(
                "its domain is '%s', but the code says '%s'."
                    .formatted(manifest.domain(), integration.domain())));
      }
      if (byDomain.containsKey(manifest.domain())) {
        throw new InvalidManifestException(
            source, List.of("the domain '%s' is taken.".formatted(manifest.domain())));
      }
      byDomain.put(
          manifest.domain(),
          new InstalledIntegration(manifest, integration, integration.tunables()));
    } catch (InvalidManifestException | IOException | RuntimeException | LinkageError unusable) {
      leaveOut(source, unusable);
    }
  }

  private void leaveOut(String source, Throwable why) {
    String reason = Optional.ofNullable(why.getMessage()).orElse(why.toString());
    broken.add(new BrokenIntegration(source, reason));
    LOG.atError()
        .addKeyValue("integration", source)
        .setCause(why)
        .log("An integration is broken and was left out");
  }

  private static String manifestOf(Integration integration)
      throws IOException, InvalidManifestException {
    String source = integration.getClass().getName();
    try (InputStream stream = integration.getClass().getResourceAsStream(MANIFEST)) {
      if (stream == null) {
        throw new InvalidManifestException(
            source, List.of("there is no %s beside the class.".formatted(MANIFEST)));
      }
      byte[] bytes = stream.readNBytes(LARGEST_MANIFEST + 1);
      if (bytes.length > LARGEST_MANIFEST) {
        throw new InvalidManifestException(source, List.of("it is larger than 64 KiB."));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
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
}
