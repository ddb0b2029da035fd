package org.homekeep.contract;

import org.homekeep.api.Integration;
import org.homekeep.api.entry.ConfigEntryNotReady;
import org.homekeep.api.schema.Values;
import org.homekeep.fixture.Behaviours;
import org.homekeep.fixture.FixtureIntegration;

class FixtureSetUpTest extends SetUpContract {
  private final FixtureIntegration fixture = new FixtureIntegration();

  @Override
  protected Integration integration() {
    return fixture;
  }

  @Override
  protected Values rightInput() {
    return FixtureFlowTest.input("good");
  }

  @Override
  protected void breakService() {
    fixture.onSetUp = Behaviours.failing(new ConfigEntryNotReady("told to break"));
  }
}
