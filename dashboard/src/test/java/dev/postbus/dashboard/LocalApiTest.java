package dev.postbus.dashboard;

/** The views on the in-memory adapter. */
class LocalApiTest extends ApiContract {

  @Override
  Stage stage() {
    return Stage.local();
  }
}
