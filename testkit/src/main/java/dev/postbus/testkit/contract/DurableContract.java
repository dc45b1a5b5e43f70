package dev.postbus.testkit.contract;

/** The root of what only adapters promise whose events outlive the process. */
public interface DurableContract extends Contract {

  @Override
  DurableBusFixture newFixture();
}
