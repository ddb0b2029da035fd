package org.homekeep.core.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.homekeep.core.integration.manifest.Problem;

/**
 * What {@code quality_scale.yaml} says about each rule. Reads the one form that such a file has,
 * which is a small part of YAML: rules with a status, or with a status and a comment below them.
 */
final class QualityClaims {
  static final String FILE = "quality_scale.yaml";

  private static final Pattern RULE = Pattern.compile(" {2}([a-z0-9-]+):(?: +(\\S.*?))? *");
  private static final Pattern DETAIL = Pattern.compile(" {4}(status|comment):(?: +(\\S.*?))? *");
  private static final Pattern MORE = Pattern.compile(" {6,}(\\S.*?) *");

  private final Map<String, Claim> claims;

  /** A rule is done, is to be done, or does not apply for the reason in the comment. */
  record Claim(String status, String comment) {
    boolean done() {
      return status.equals("done");
    }

    boolean exempt() {
      return status.equals("exempt");
    }
  }

  private QualityClaims(Map<String, Claim> claims) {
    this.claims = claims;
  }

  Optional<Claim> of(String rule) {
    return Optional.ofNullable(claims.get(rule));
  }

  Iterable<String> rules() {
    return claims.keySet();
  }

  /** Reads the file; what cannot be understood becomes a problem. */
  static QualityClaims read(String text, List<Problem> problems) {
    Map<String, Claim> claims = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.replaceFirst("(^| )#.*", "");
      if (line.isBlank() || line.strip().equals("---") || line.equals("rules:")) {
        continue;
      }
      if (!take(line, claims, current)) {
        problems.add(
            Problem.fault(
                FILE,
                "line %d is not understood. Write a rule as '  name: done', or its status and comment below it."
                    .formatted(number)));
      }
    }
    return new QualityClaims(claims);
  }

  private static boolean take(String line, Map<String, Claim> claims, List<String> current) {
    Matcher rule = RULE.matcher(line);
    if (rule.matches()) {
      current.clear();
      current.add(rule.group(1));
      return claims.put(rule.group(1), new Claim(text(rule.group(2)), "")) == null;
    }
    if (current.isEmpty()) {
      return false;
    }
    String name = current.get(0);
    Claim claim = claims.getOrDefault(name, new Claim("", ""));
    Matcher detail = DETAIL.matcher(line);
    if (detail.matches()) {
      String value = text(detail.group(2)).replaceFirst("^[>|]-?$", "");
      claims.put(
          name,
          detail.group(1).equals("status")
              ? new Claim(value, claim.comment())
              : new Claim(claim.status(), value));
      return true;
    }
    Matcher more = MORE.matcher(line);
    if (more.matches()) {
      claims.put(name, new Claim(claim.status(), (claim.comment() + " " + more.group(1)).strip()));
      return true;
    }
    return false;
  }

  private static String text(String found) {
    return Optional.ofNullable(found).orElse("").replaceAll("^['\"]|['\"]$", "");
  }
}
