package org.homekeep.contract;

import org.homekeep.api.Integration;
import org.homekeep.api.schema.Values;
import org.homekeep.fixture.FixtureIntegration;

class FixtureAgentTest extends BackupAgentContract {
  private final FixtureIntegration fixture = new FixtureIntegration();

  @Override
  protected Integration integration() {
    return fixture;
  }

  @Override
  protected Values rightInput() {
    return FixtureFlowTest.input("good");
  }
}
