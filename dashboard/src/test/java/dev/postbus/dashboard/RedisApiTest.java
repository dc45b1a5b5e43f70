package dev.postbus.dashboard;

import java.util.function.UnaryOperator;

/** The views on a real Redis. */
class RedisApiTest extends ApiContract {

  @Override
  Stage stage() {
    return Stage.redis(UnaryOperator.identity(), UnaryOperator.identity());
  }
}
