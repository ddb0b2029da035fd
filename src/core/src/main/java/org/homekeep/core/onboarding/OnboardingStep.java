package org.homekeep.core.onboarding;

import java.util.Locale;

/** The steps of setting up a new hub, in their order (framework.md §2.6). */
enum OnboardingStep {
  USER("User step already done"),
  CORE_CONFIG("Core config step already done"),
  ANALYTICS("Analytics config step already done"),
  INTEGRATION("Integration step already done");

  private final String alreadyDone;

  OnboardingStep(String alreadyDone) {
    this.alreadyDone = alreadyDone;
  }

  /** The name on the wire and on disk. */
  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is answered to those who come second. */
  String alreadyDone() {
    return alreadyDone;
  }
}
