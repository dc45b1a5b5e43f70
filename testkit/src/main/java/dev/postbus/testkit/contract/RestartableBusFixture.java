package dev.postbus.testkit.contract;

/** Runs on a store of the test's own, which writes everything to disk at once. */
public interface RestartableBusFixture extends DurableBusFixture {

  /** Kills the store without warning; returns when it is gone. */
  void stopStore();

  /** Starts the store with what it has on disk, where it was before. */
  void startStore();
}
