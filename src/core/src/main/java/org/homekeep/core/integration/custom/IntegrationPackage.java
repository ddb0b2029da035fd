package org.homekeep.core.integration.custom;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.homekeep.api.ApiVersion;
import org.homekeep.api.Integration;
import org.homekeep.api.Tunable;
import org.homekeep.core.integration.manifest.InvalidManifestException;
import org.homekeep.core.integration.manifest.ManifestReader;
import org.homekeep.core.integration.manifest.Origin;

/**
 * A custom integration whose code was started and answers.
 *
 * @param name of the file or directory that it came from
 * @param builtFor the version of the API, if it says so
 * @param loader its classes; closed when the hub stops
 */
public record IntegrationPackage(
    String name,
    Integration integration,
    org.homekeep.core.integration.manifest.Manifest manifest,
    List<Tunable<?>> tunables,
    Optional<ApiVersion> builtFor,
    PackageClassLoader loader)
    implements Closeable {
  private static final String SERVICE = "META-INF/services/" + Integration.class.getName();
  private static final int LARGEST_TEXT = 64 << 10;

  public IntegrationPackage {
    tunables = List.copyOf(tunables);
  }

  /**
   * Makes the integration of some files. Runs its code: call where it may hang.
   *
   * @throws LoadException with the reason why it cannot be used
   */
  public static IntegrationPackage open(PackageFiles files, ClassLoader hub) throws LoadException {
    PackageClassLoader loader = PackageClassLoader.open(files.name(), hub, files.jars());
    try {
      return OwnClasses.of(loader).around(() -> make(files, loader)).call();
    } catch (Throwable thrown) {
      loader.close();
      throw LoadException.of(thrown);
    }
  }

  private static IntegrationPackage make(PackageFiles files, PackageClassLoader loader)
      throws LoadException, IOException, InvalidManifestException {
    JarStack.Found service = service(loader.jars());
    Optional<ApiVersion> builtFor = builtFor(service);
    Integration integration = ServiceLoader.load(Integration.class, loader).iterator().next();
    org.homekeep.core.integration.manifest.Manifest manifest =
        ManifestReader.read(files.name(), manifestText(integration.getClass()), Origin.CUSTOM);
    sameDomain(manifest.domain(), integration.domain(), "the code says");
    for (String directory : files.domain().stream().toList()) {
      sameDomain(manifest.domain(), directory, "the directory is named");
    }
    return new IntegrationPackage(
        files.name(), integration, manifest, integration.tunables(), builtFor, loader);
  }

  private static void sameDomain(String domain, String other, String where) throws LoadException {
    if (!domain.equals(other)) {
      throw new LoadException(
          LoadFailure.Kind.MANIFEST,
          "The manifest says that the domain is '%s', but %s '%s'."
              .formatted(domain, where, other));
    }
  }

  /** Exactly one class must be offered; a huge file is not read to find that out. */
  private static JarStack.Found service(JarStack jars) throws LoadException, IOException {
    List<JarStack.Found> files = jars.all(SERVICE);
    long offered = 0;
    for (JarStack.Found file : files) {
      offered +=
          text(file.open(), SERVICE)
              .lines()
              .map(line -> line.replaceFirst("#.*", "").strip())
              .filter(line -> !line.isEmpty())
              .count();
    }
    if (offered != 1) {
      throw new LoadException(
          LoadFailure.Kind.NO_INTEGRATION,
          "It offers %d integrations in %s, and one is needed.".formatted(offered, SERVICE));
    }
    return files.get(0);
  }

  private static Optional<ApiVersion> builtFor(JarStack.Found service)
      throws LoadException, IOException {
    Manifest jar = service.jar().getManifest();
    String said =
        jar == null
            ? null
            : jar.getMainAttributes().getValue(new Attributes.Name(ApiVersion.ATTRIBUTE));
    if (said == null) {
      return Optional.empty();
    }
    ApiVersion version =
        ApiVersion.parse(said)
            .orElseThrow(
                () ->
                    new LoadException(
                        LoadFailure.Kind.API_VERSION,
                        "Its %s is '%s', which is no version."
                            .formatted(ApiVersion.ATTRIBUTE, said)));
    if (version.major() != ApiVersion.CURRENT.major()) {
      throw new LoadException(
          LoadFailure.Kind.API_VERSION,
          "It was built for version %s of the API, and this Homekeep has version %s."
              .formatted(version, ApiVersion.CURRENT));
    }
    return Optional.of(version);
  }

  /**
   * The manifest beside a class.
   *
   * @throws LoadException when there is none
   */
  public static String manifestText(Class<?> beside) throws LoadException, IOException {
    try (InputStream stream = beside.getResourceAsStream("manifest.json")) {
      if (stream == null) {
        throw new LoadException(
            LoadFailure.Kind.MANIFEST,
            "There is no manifest.json beside the class %s.".formatted(beside.getName()));
      }
      return text(stream, "manifest.json");
    }
  }

  private static String text(InputStream stream, String name) throws LoadException, IOException {
    try (InputStream in = stream) {
      byte[] bytes = in.readNBytes(LARGEST_TEXT + 1);
      if (bytes.length > LARGEST_TEXT) {
        throw new LoadException(
            LoadFailure.Kind.TOO_LARGE, "%s is larger than 64 KiB.".formatted(name));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    loader.close();
  }
}
