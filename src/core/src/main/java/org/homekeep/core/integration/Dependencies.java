package org.homekeep.core.integration;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.homekeep.core.integration.manifest.HubComponents;
import org.homekeep.core.integration.manifest.Manifest;

/** Which integration waits for which others, from their manifests (framework.md §6.2). */
final class Dependencies {
  private final Map<String, Manifest> manifests = new LinkedHashMap<>();

  Dependencies(List<Manifest> manifests) {
    manifests.forEach(manifest -> this.manifests.put(manifest.domain(), manifest));
  }

  /** Why an integration cannot be set up, when something that it needs is not there. */
  Optional<String> problem(String domain) {
    return follow(domain, new ArrayList<>(), new HashSet<>())
        .map(why -> "The integration %s cannot be set up: %s".formatted(domain, why));
  }

  private Optional<String> follow(String domain, List<String> path, Set<String> done) {
    if (path.contains(domain)) {
      List<String> circle = new ArrayList<>(path.subList(path.indexOf(domain), path.size()));
      circle.add(domain);
      return Optional.of(
          "circular dependency: %s. One of them must do without the next."
              .formatted(String.join(" -> ", circle)));
    }
    if (HubComponents.contain(domain) || !done.add(domain)) {
      return Optional.empty();
    }
    Manifest manifest = manifests.get(domain);
    if (manifest == null) {
      return Optional.of(
          "unable to resolve (sub)dependency %s. Install that integration and start Homekeep again."
              .formatted(domain));
    }
    path.add(domain);
    for (String needed : manifest.dependencies()) {
      Optional<String> problem = follow(needed, path, done);
      if (problem.isPresent()) {
        return problem;
      }
    }
    path.remove(path.size() - 1);
    return Optional.empty();
  }

  /** The installed integrations that must have been set up. */
  List<String> needed(String domain) {
    return of(domain).filter(manifests::containsKey).toList();
  }

  /** The installed integrations that are waited for, unless they wait for this one themselves. */
  List<String> after(String domain) {
    return Optional.ofNullable(manifests.get(domain)).stream()
        .flatMap(manifest -> manifest.afterDependencies().stream())
        .filter(manifests::containsKey)
        .filter(other -> !reaches(other, domain, new HashSet<>()))
        .toList();
  }

  private boolean reaches(String from, String to, Set<String> seen) {
    return from.equals(to)
        || (seen.add(from)
            && Stream.concat(
                    of(from),
                    Optional.ofNullable(manifests.get(from)).stream()
                        .flatMap(manifest -> manifest.afterDependencies().stream()))
                .anyMatch(next -> reaches(next, to, seen)));
  }

  private Stream<String> of(String domain) {
    return Optional.ofNullable(manifests.get(domain)).stream()
        .flatMap(manifest -> manifest.dependencies().stream());
  }
}
